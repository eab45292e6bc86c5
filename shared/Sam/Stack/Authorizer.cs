using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>
/// How API Gateway authenticates and authorizes the callers of a route. Whoever asks for its kind does so by <see cref="Match{T}"/>: a kind more is a parameter more, and
/// no place is left that guesses what it means there.
/// </summary>
public abstract record Authorizer
{
    private protected Authorizer()
    {
    }

    /// <summary>Whether nobody is authenticated.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>What it means for policies: the rule that decides the calls which come past it.</summary>
    public abstract DecisionRule Rule { get; }

    /// <summary>Hands the authorizer to the function for its kind.</summary>
    public T Match<T>(
        Func<NoAuthorizer, T> none, Func<IamAuthorizer, T> iam, Func<CognitoAuthorizer, T> cognito, Func<JwtAuthorizer, T> jwt, Func<LambdaAuthorizer, T> lambda,
        Func<ClosedAuthorizer, T> closed) => Match(
            (none, iam, cognito, jwt, lambda, closed),
            static (kinds, authorizer) => kinds.none(authorizer),
            static (kinds, authorizer) => kinds.iam(authorizer),
            static (kinds, authorizer) => kinds.cognito(authorizer),
            static (kinds, authorizer) => kinds.jwt(authorizer),
            static (kinds, authorizer) => kinds.lambda(authorizer),
            static (kinds, authorizer) => kinds.closed(authorizer));

    /// <summary>Hands the authorizer to the function for its kind, with what that function needs: nothing is allocated for functions that capture nothing.</summary>
    public T Match<TState, T>(
        TState state,
        Func<TState, NoAuthorizer, T> none,
        Func<TState, IamAuthorizer, T> iam,
        Func<TState, CognitoAuthorizer, T> cognito,
        Func<TState, JwtAuthorizer, T> jwt,
        Func<TState, LambdaAuthorizer, T> lambda,
        Func<TState, ClosedAuthorizer, T> closed) => Pick(state, new Kinds<TState, T>(none, iam, cognito, jwt, lambda, closed));

    /// <summary>Calls the function for its own kind.</summary>
    private protected abstract T Pick<TState, T>(TState state, in Kinds<TState, T> kinds);

    private protected readonly record struct Kinds<TState, T>(
        Func<TState, NoAuthorizer, T> None,
        Func<TState, IamAuthorizer, T> Iam,
        Func<TState, CognitoAuthorizer, T> Cognito,
        Func<TState, JwtAuthorizer, T> Jwt,
        Func<TState, LambdaAuthorizer, T> Lambda,
        Func<TState, ClosedAuthorizer, T> Closed);
}

/// <summary><c>NONE</c>: nobody is authenticated; a resource policy still decides who may call.</summary>
public sealed record NoAuthorizer : Authorizer
{
    private NoAuthorizer(DecisionRule rule) => Rule = rule;

    /// <summary>Of a route of an API: without a resource policy everybody may call.</summary>
    public static NoAuthorizer Instance { get; } = new(ApiGatewayRules.ResourcePolicyAlone);

    /// <summary>Of a function's URL: the function's resource policy must let everybody call, and without one nobody may.</summary>
    public static NoAuthorizer OfFunctionUrl { get; } = new(DecisionRule.Access);

    /// <inheritdoc/>
    public override bool IsOpen => true;

    /// <inheritdoc/>
    public override DecisionRule Rule { get; }

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.None(state, this);
}

/// <summary><c>AWS_IAM</c>: the caller signs with Signature Version 4 and needs <c>execute-api:Invoke</c>.</summary>
public sealed record IamAuthorizer : Authorizer
{
    /// <summary>The only value there is.</summary>
    public static IamAuthorizer Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsOpen => false;

    /// <inheritdoc/>
    public override DecisionRule Rule => ApiGatewayRules.SignedCall;

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.Iam(state, this);
}

/// <summary><c>COGNITO_USER_POOLS</c> of a REST API: the caller sends a token of one of the pools.</summary>
/// <param name="Name">The authorizer's name.</param>
/// <param name="UserPoolArns">The pools whose tokens it takes.</param>
/// <param name="Header">The header that holds the token, <c>Authorization</c> by default.</param>
/// <param name="ValidationExpression">A regular expression that the header must match before the token is looked at; null for none.</param>
/// <param name="Scopes">The scopes one of which an access token must have; empty means that an ID token is asked for.</param>
public sealed record CognitoAuthorizer(string Name, ImmutableArray<string> UserPoolArns, string Header, string? ValidationExpression, ImmutableArray<string> Scopes) : Authorizer
{
    /// <inheritdoc/>
    public override bool IsOpen => false;

    /// <inheritdoc/>
    public override DecisionRule Rule => ApiGatewayRules.ResourcePolicyAlone;

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.Cognito(state, this);
}

/// <summary><c>JWT</c>: the caller sends a token of an OpenID Connect issuer.</summary>
/// <param name="Name">The authorizer's name.</param>
/// <param name="IdentitySource">Where the token is: <c>$request.header.Authorization</c>, or <c>method.request.header.Authorization</c> on a REST API.</param>
/// <param name="Issuers">Whose tokens it takes: one for an HTTP API, several for a REST API.</param>
/// <param name="Scopes">The scopes one of which the token must have; empty for none.</param>
public sealed record JwtAuthorizer(string Name, string IdentitySource, ImmutableArray<JwtIssuer> Issuers, ImmutableArray<string> Scopes) : Authorizer
{
    /// <inheritdoc/>
    public override bool IsOpen => false;

    /// <inheritdoc/>
    public override DecisionRule Rule => ApiGatewayRules.ResourcePolicyAlone;

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.Jwt(state, this);
}

/// <summary>An issuer whose tokens a <see cref="JwtAuthorizer"/> takes.</summary>
/// <param name="Issuer">The value of <c>iss</c>, exactly.</param>
/// <param name="Audiences">The audiences one of which the token must have.</param>
/// <param name="Algorithms">The signing algorithms that are allowed, such as <c>RS256</c>.</param>
/// <param name="RequiredClaims">Claims that the token must have, each with the values of which it must have one; no values means any.</param>
public sealed record JwtIssuer(string Issuer, ImmutableArray<string> Audiences, ImmutableArray<string> Algorithms, ImmutableArray<RequiredClaim> RequiredClaims);

/// <summary>A claim that a token must have.</summary>
/// <param name="Name">The claim.</param>
/// <param name="Values">The values of which it must have one; empty for any.</param>
public sealed record RequiredClaim(string Name, ImmutableArray<string> Values);

/// <summary><c>TOKEN</c> or <c>REQUEST</c>: a function decides.</summary>
public sealed record LambdaAuthorizer : Authorizer
{
    /// <summary>API Gateway's id of it, which a template's <c>!Ref</c> gives; null of one that the SAM transform writes into an API's document.</summary>
    public string? AuthorizerId { get; init; }

    /// <summary>The authorizer's name.</summary>
    public required string Name { get; init; }

    /// <summary>The function that decides: a <see cref="Function.LogicalId"/> of the same stack.</summary>
    public required string FunctionLogicalId { get; init; }

    /// <summary>The alias or version of the function that is called; null for the function itself.</summary>
    public string? FunctionQualifier { get; init; }

    /// <summary>The role that API Gateway assumes to call the function, one of <see cref="Stack.Roles"/>; null when the function's resource policy lets it.</summary>
    public Arn? CredentialsArn { get; init; }

    /// <summary>Whether the function gets the token alone rather than the request. REST APIs only.</summary>
    public bool TokenOnly { get; init; }

    /// <summary>
    /// What identifies the caller, and keys the cache: <c>method.request.header.X</c>, <c>method.request.querystring.X</c>, <c>stageVariables.X</c>, <c>context.X</c>
    /// on a REST API, <c>$request.header.X</c>, <c>$request.querystring.X</c>, <c>$context.X</c>, <c>$stageVariables.X</c> on an HTTP API.
    /// </summary>
    public ImmutableArray<string> IdentitySources { get; init; } = [];

    /// <summary>A regular expression that the token must match before the function is called; null for none. <c>TOKEN</c> only.</summary>
    public string? ValidationExpression { get; init; }

    /// <summary>How long an answer is kept; zero for not at all.</summary>
    public TimeSpan CacheTtl { get; init; }

    /// <summary>The event's format on an HTTP API: <c>1.0</c> or <c>2.0</c>. On a REST API <c>1.0</c>.</summary>
    public string PayloadFormatVersion { get; init; } = "1.0";

    /// <summary>Whether the function may answer <c>{"isAuthorized":true}</c>. HTTP APIs with format 2.0 only.</summary>
    public bool EnableSimpleResponses { get; init; }

    /// <inheritdoc/>
    public override bool IsOpen => false;

    /// <inheritdoc/>
    public override DecisionRule Rule => ApiGatewayRules.FunctionsPolicy;

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.Lambda(state, this);
}

/// <summary>Nobody gets in: what bears on the route's access is not enforced here.</summary>
/// <param name="Closure">What that is.</param>
/// <param name="Instead">The authorizer that it has on AWS, as far as it can be told: for lists, never for a decision. Null when it cannot be told.</param>
public sealed record ClosedAuthorizer(Closure Closure, Authorizer? Instead) : Authorizer
{
    /// <inheritdoc/>
    public override bool IsOpen => false;

    /// <summary>The why in one sentence, with the template's line.</summary>
    public string Reason => $"Closed: {Closure}";

    /// <inheritdoc/>
    public override DecisionRule Rule => ApiGatewayRules.Nobody;

    private protected override T Pick<TState, T>(TState state, in Kinds<TState, T> kinds) => kinds.Closed(state, this);
}
