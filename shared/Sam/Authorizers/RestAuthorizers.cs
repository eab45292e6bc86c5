using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Authorizers;

/// <summary>
/// Reads <c>Auth.Authorizers</c> of a REST API: Cognito with a <c>UserPoolArn</c>, Lambda with a <c>FunctionArn</c>. Source: aws-sam-translator's
/// <c>ApiGatewayAuthorizer</c>, and SAM's pages "CognitoAuthorizer", "LambdaTokenAuthorizer", "LambdaRequestAuthorizer".
/// </summary>
internal sealed class RestAuthorizers(FunctionArns functions, CredentialsReader credentials)
{
    private const string DefaultHeader = "Authorization";

    private static readonly string[] OfLambdaOnly = ["DisableFunctionDefaultPermissions", "FunctionArn", "FunctionPayloadType"];
    private static readonly string[] RequestSources = ["Context", "Headers", "QueryStrings", "StageVariables"];

    /// <summary>The authorizers by name; null for one with an error, which has been reported.</summary>
    public ImmutableDictionary<string, Authorizer?> Read(Values apiAuth)
    {
        var declared = apiAuth.Inner("Authorizers");
        return declared.Map.Entries
            .Where(static entry => entry.Value is MapNode or UnknownNode)
            .ToImmutableDictionary(static entry => entry.Key, entry => Guarded(entry.Key, declared.Inner(entry.Key)), StringComparer.Ordinal);
    }

    private Authorizer? Guarded(string name, Values authorizer) =>
        authorizer.Map.Entries.IsEmpty && authorizer.ClosureOf(authorizer.At) is { } closure
            ? new ClosedAuthorizer(closure, null)
            : ClosedRoutes.Guard(Read(name, authorizer), authorizer);

    private Authorizer? Read(string name, Values authorizer)
    {
        if (authorizer["AuthorizationScopes"] is ScalarNode)
        {
            authorizer.Report("AuthorizationScopes", $"Property 'Authorizers.{name}.AuthorizationScopes' should be a list.", "Write '[...]' around it.");
        }

        if (authorizer["UserPoolArn"] is not null)
        {
            return Cognito(name, authorizer);
        }

        if (authorizer["FunctionArn"] is null)
        {
            authorizer.Report("FunctionArn", $"The authorizer '{name}' has neither a UserPoolArn nor a FunctionArn.", "Add one of them.");
            return null;
        }

        if (!authorizer.Texts("AuthorizationScopes").IsEmpty)
        {
            authorizer.Close("AuthorizationScopes", "A Lambda authorizer has no scopes: API Gateway looks at none.", "Remove it, and check scopes in the function.");
        }

        return authorizer.Text("FunctionPayloadType") switch
        {
            null or "TOKEN" => Token(name, authorizer),
            "REQUEST" => Request(name, authorizer),
            var other => Unknown(authorizer, other),
        };
    }

    private static CognitoAuthorizer? Cognito(string name, Values authorizer)
    {
        foreach (var property in OfLambdaOnly.Where(property => authorizer[property] is not null))
        {
            authorizer.Trap(
                TrapKind.WithoutEffect, authorizer.LineOf(property),
                $"{property} belongs to Lambda authorizers, but the UserPoolArn makes '{name}' a Cognito authorizer.", "Remove one of the two.");
        }

        var identity = authorizer.Inner("Identity");
        TellUnused(identity, RequestSources, "A Cognito authorizer");
        var pools = authorizer.Texts("UserPoolArn");
        foreach (var pool in pools.Where(static pool => !Arn.TryParse(pool.Text, out _) || !pool.Text.Contains(":userpool/", StringComparison.Ordinal)))
        {
            authorizer.Close("UserPoolArn", $"'{pool.Text}' is not the ARN of a user pool.", "Write !GetAtt UserPool.Arn.");
        }

        return pools.IsEmpty ? null : new CognitoAuthorizer(
            name, [.. pools.Select(static pool => pool.Text)], identity.Text("Header") ?? DefaultHeader, identity.Text("ValidationExpression"),
            [.. authorizer.Texts("AuthorizationScopes").Select(static scope => scope.Text)]);
    }

    private LambdaAuthorizer? Token(string name, Values authorizer)
    {
        var identity = authorizer.Inner("Identity");
        TellUnused(identity, RequestSources, "A TOKEN authorizer");
        return functions.Target(authorizer, "FunctionArn") is not { } function ? null : new LambdaAuthorizer
        {
            Name = name,
            FunctionLogicalId = function.LogicalId,
            FunctionQualifier = function.Qualifier,
            CredentialsArn = credentials.OfInvokeRole(authorizer),
            TokenOnly = true,
            IdentitySources = [$"method.request.header.{identity.Text("Header") ?? DefaultHeader}"],
            ValidationExpression = identity.Text("ValidationExpression"),
            CacheTtl = IdentitySources.Ttl(identity),
        };
    }

    private LambdaAuthorizer? Request(string name, Values authorizer)
    {
        var identity = authorizer.Inner("Identity");
        TellUnused(identity, ["Header", "ValidationExpression"], "A REQUEST authorizer");
        var sources = IdentitySources.OfRestApi(identity);
        if (sources.Expressions.IsEmpty && sources.CacheTtl > TimeSpan.Zero && authorizer.ClosureOf(authorizer.At) is null)
        {
            authorizer.Report(
                "Identity", $"Answers of '{name}' are kept, and nothing says by what.",
                "Give Identity at least one of Headers, QueryStrings, StageVariables or Context, or 'ReauthorizeEvery: 0'.");
        }

        return functions.Target(authorizer, "FunctionArn") is not { } function ? null : new LambdaAuthorizer
        {
            Name = name,
            FunctionLogicalId = function.LogicalId,
            FunctionQualifier = function.Qualifier,
            CredentialsArn = credentials.OfInvokeRole(authorizer),
            IdentitySources = sources.Expressions,
            CacheTtl = sources.CacheTtl,
        };
    }

    // The caller is looked for elsewhere than the template says.
    private static void TellUnused(Values identity, IEnumerable<string> properties, string kind)
    {
        foreach (var property in properties.Where(property => identity[property] is not null))
        {
            identity.Trap(TrapKind.WithoutEffect, identity.LineOf(property), $"{kind} has no Identity.{property}: the transform drops it.", "Remove it.");
        }
    }

    private static Authorizer? Unknown(Values authorizer, string payload)
    {
        authorizer.Report("FunctionPayloadType", $"'{payload}' is not a payload type.", "Write TOKEN or REQUEST.");
        return null;
    }
}
