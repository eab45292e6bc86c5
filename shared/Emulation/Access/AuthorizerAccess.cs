using System.Collections.Immutable;
using Iam;
using Sam;
using Authorizer = Sam.Authorizer;

namespace Emulation.Access;

/// <summary>Callers without AWS credentials, known by what lets them in: a user pool, another issuer of tokens, or a function that decides.</summary>
/// <param name="Key">Tells two of them apart: the pool's id, the issuer, the function's logical id.</param>
/// <param name="Name">As the matrix calls them.</param>
internal sealed record TokenHolders(string Key, string Name);

/// <summary>How a principal comes past an authorizer, if it does.</summary>
/// <param name="Caller">Who calls, as policies see it.</param>
/// <param name="Policies">What goes with that caller; of a function that decides, whatever it may return.</param>
/// <param name="Condition">On what the authorizer's consent depends; null for nothing.</param>
/// <param name="Refusal">Why the authorizer refuses, whatever policies say; null when they are asked.</param>
internal sealed record Passage(Principal Caller, PrincipalPolicies Policies, string? Condition = null, string? Refusal = null)
{
    public static Passage Refused(string why) => new(Anonymous.Instance, PrincipalPolicies.None, null, why);

    /// <summary>Nobody signs: policies see a caller without a name.</summary>
    public static Passage Unsigned(string? condition = null) => new(Anonymous.Instance, PrincipalPolicies.None, condition);
}

/// <summary>What an authorizer means for those who may call: in words, and for each principal.</summary>
internal static class AuthorizerAccess
{
    /// <summary>The kind as templates name it, and the authorizer's own name.</summary>
    public static string Name(Authorizer authorizer) => NameOf(authorizer) is { } name ? $"{TypeOf(authorizer)} {name}" : TypeOf(authorizer) ?? "";

    /// <summary>The kind as templates name it; of a closed one what it is on AWS, and null when that cannot be told.</summary>
    public static string? TypeOf(Authorizer authorizer) => authorizer.Match(
        none: static _ => "NONE",
        iam: static _ => "AWS_IAM",
        cognito: static _ => "COGNITO_USER_POOLS",
        jwt: static _ => "JWT",
        lambda: static lambda => lambda.TokenOnly ? "TOKEN" : "REQUEST",
        closed: static closed => closed.Instead is { } instead ? TypeOf(instead) : null);

    /// <summary>The authorizer's own name; null where its kind has none.</summary>
    public static string? NameOf(Authorizer authorizer) => authorizer.Match(
        none: static _ => null,
        iam: static _ => null,
        cognito: static cognito => cognito.Name,
        jwt: static jwt => jwt.Name,
        lambda: static lambda => lambda.Name,
        closed: static closed => closed.Instead is { } instead ? NameOf(instead) : null);

    /// <summary>The token holders that the routes let in, in the routes' order.</summary>
    public static ImmutableArray<TokenHolders> HoldersOf(LoadedStacks stacks) =>
        [.. stacks.All.SelectMany(stack => stack.AllApis.SelectMany(static api => api.Routes).SelectMany(route => HoldersOf(route.Authorizer, stack, stacks))).Distinct()];

    /// <summary>How a principal comes past an authorizer of a stack's API.</summary>
    public static Passage Of(Authorizer authorizer, MatrixPrincipal principal, Stack stack, LoadedStacks stacks)
    {
        var holds = principal.Token is { } token && HoldersOf(authorizer, stack, stacks).Contains(token);
        return authorizer.Match(
            none: static _ => Passage.Unsigned(),
            iam: _ => principal.Principal is Anonymous
                ? Passage.Refused("A request without a signature is refused: the route's authorizer is AWS_IAM.")
                : new Passage(principal.Principal, principal.Policies),
            cognito: cognito => holds ? Passage.Unsigned(HasScope(cognito.Scopes)) : WithoutCredentials(
                $"authorizer {cognito.Name} takes {(cognito.Scopes.IsDefaultOrEmpty ? "ID tokens" : $"access tokens with one of the scopes {string.Join(", ", cognito.Scopes)}")} "
                + $"of {string.Join(", ", cognito.UserPoolArns)}"),
            jwt: jwt => holds ? Passage.Unsigned(ConditionOf(jwt, principal.Token!.Key, stacks)) : WithoutCredentials(
                $"authorizer {jwt.Name} takes tokens of {string.Join(", ", jwt.Issuers.Select(static issuer => issuer.Issuer))}"
                + (jwt.Scopes.IsDefaultOrEmpty ? "" : $" with one of the scopes {string.Join(", ", jwt.Scopes)}")),
            lambda: lambda => holds
                ? new Passage(
                    Anonymous.Instance, new PrincipalPolicies([MatrixPrincipal.Everything($"whatever {lambda.FunctionLogicalId} returns")]),
                    $"if {lambda.FunctionLogicalId} allows it")
                : WithoutCredentials($"the function {lambda.FunctionLogicalId} of authorizer {lambda.Name} decides"),
            closed: static closed => Passage.Refused(closed.Reason));
    }

    /// <summary>No AWS principal gets in by being one.</summary>
    private static Passage WithoutCredentials(string what) => Passage.Refused($"No AWS credentials count here: {what}.");

    private static IEnumerable<TokenHolders> HoldersOf(Authorizer authorizer, Stack stack, LoadedStacks stacks) => authorizer.Match<IEnumerable<TokenHolders>>(
        none: static _ => [],
        iam: static _ => [],
        cognito: cognito => cognito.UserPoolArns.Select(arn => OfPool(LastOf(arn), stacks)),
        jwt: jwt => jwt.Issuers.Select(issuer => IsPool(LastOf(issuer.Issuer), stacks)
            ? OfPool(LastOf(issuer.Issuer), stacks)
            : new TokenHolders(issuer.Issuer, $"holders of a token of {issuer.Issuer}")),
        lambda: lambda => [OfFunction(lambda.FunctionLogicalId, stack, stacks)],
        closed: static _ => []);

    private static TokenHolders OfPool(string id, LoadedStacks stacks)
    {
        var owner = stacks.All.FirstOrDefault(stack => stack.UserPools.Any(pool => pool.PhysicalId == id));
        var pool = owner?.UserPools.First(pool => pool.PhysicalId == id).LogicalId;
        return new(id, $"users of {(pool is null ? id : Named(pool, owner!, stacks, stack => stack.UserPools.Any(other => other.LogicalId == pool)))}");
    }

    private static TokenHolders OfFunction(string id, Stack stack, LoadedStacks stacks)
    {
        var name = Named(id, stack, stacks, other => other.Functions.Any(function => function.LogicalId == id));
        return new(name, $"callers whom {name} lets in");
    }

    /// <summary>With the stack before it where several have one of this logical id.</summary>
    private static string Named(string logicalId, Stack stack, LoadedStacks stacks, Func<Stack, bool> has) =>
        stacks.AreSeveral && stacks.All.Count(has) > 1 ? $"{stacks.NameOf(stack)}/{logicalId}" : logicalId;

    private static bool IsPool(string id, LoadedStacks stacks) =>
        stacks.All.Any(stack => stack.UserPools.Any(pool => pool.Kind == UserPoolResourceKind.Pool && pool.PhysicalId == id));

    private static string? ConditionOf(JwtAuthorizer jwt, string key, LoadedStacks stacks)
    {
        var issuers = jwt.Issuers.Where(issuer => issuer.Issuer == key || LastOf(issuer.Issuer) == key).ToList();
        return Joined(ForAudience(issuers[0].Audiences, key, stacks), HasScope(jwt.Scopes), HasClaims([.. issuers.SelectMany(static issuer => issuer.RequiredClaims)]));
    }

    /// <summary>Null when every client of the pool is an audience.</summary>
    private static string? ForAudience(ImmutableArray<string> audiences, string key, LoadedStacks stacks)
    {
        var clients = stacks.All.SelectMany(static stack => stack.UserPools).Where(client => client.Kind == UserPoolResourceKind.Client && client.UserPoolId == key).ToList();
        return clients.Count > 0 && clients.TrueForAll(client => audiences.Contains(client.PhysicalId))
            ? null
            : $"if the token is for {string.Join(" or ", audiences.Select(audience => clients.Find(client => client.PhysicalId == audience)?.LogicalId ?? audience))}";
    }

    private static string? HasClaims(List<RequiredClaim> claims) =>
        claims.Count == 0 ? null : $"if the token has the claim {string.Join(" and ", claims.Select(static claim => claim.Name))}";

    private static string? HasScope(ImmutableArray<string> scopes) => scopes.IsDefaultOrEmpty ? null : $"if the token has the scope {string.Join(" or ", scopes)}";

    /// <summary>Conditions that must all hold; null for none.</summary>
    public static string? Joined(params IEnumerable<string?> conditions) => string.Join(", and ", conditions.OfType<string>()) is { Length: > 0 } joined ? joined : null;

    private static string LastOf(string text) => text[(text.LastIndexOf('/') + 1)..];
}
