using System.Collections.Immutable;
using Sam;

namespace Emulation.Access;

/// <summary>Where callers without AWS credentials get what lets them in: a user pool, another issuer of tokens, or a function that decides.</summary>
/// <param name="Key">Tells two of them apart: the pool's id, the issuer, the function's logical id.</param>
/// <param name="Name">As the matrix calls those callers.</param>
internal sealed record TokenSource(string Key, string Name)
{
    /// <summary>Those that the routes of a stack accept, in the routes' order.</summary>
    public static ImmutableArray<TokenSource> All(Stack stack) =>
        [.. stack.AllApis.SelectMany(static api => api.Routes).SelectMany(route => Of(route.Authorizer, stack)).Distinct()];

    /// <summary>On what it depends whether such a caller gets past an authorizer: an empty text for nothing, null when no such caller does.</summary>
    public string? ConditionAt(Authorizer authorizer, Stack stack) => !Of(authorizer, stack).Contains(this) ? null : authorizer switch
    {
        CognitoAuthorizer { Scopes: [_, ..] scopes } => HasScope(scopes),
        JwtAuthorizer jwt => string.Join(", and ", ((string?[])[ForAudience(jwt, stack), jwt.Scopes.IsEmpty ? null : HasScope(jwt.Scopes), HasClaims(jwt)]).OfType<string>()),
        LambdaAuthorizer lambda => $"if {lambda.FunctionLogicalId} allows it",
        _ => "",
    };

    private static IEnumerable<TokenSource> Of(Authorizer authorizer, Stack stack) => authorizer switch
    {
        CognitoAuthorizer cognito => cognito.UserPoolArns.Select(arn => OfPool(LastOf(arn), stack)),
        JwtAuthorizer jwt => jwt.Issuers.Select(issuer => IsPool(LastOf(issuer.Issuer), stack) ? OfPool(LastOf(issuer.Issuer), stack) : new TokenSource(issuer.Issuer, $"holders of a token of {issuer.Issuer}")),
        LambdaAuthorizer lambda => [new TokenSource(lambda.FunctionLogicalId, $"whoever {lambda.FunctionLogicalId} admits")],
        _ => [],
    };

    private static TokenSource OfPool(string id, Stack stack) => new(id, $"users of {stack.UserPools.FirstOrDefault(pool => pool.PhysicalId == id)?.LogicalId ?? id}");

    private static bool IsPool(string id, Stack stack) => stack.UserPools.Any(pool => pool.Kind == UserPoolResourceKind.Pool && pool.PhysicalId == id);

    /// <summary>Null when every client of the pool is an audience.</summary>
    private string? ForAudience(JwtAuthorizer jwt, Stack stack)
    {
        var audiences = jwt.Issuers.First(issuer => issuer.Issuer == Key || LastOf(issuer.Issuer) == Key).Audiences;
        var clients = stack.UserPools.Where(client => client.Kind == UserPoolResourceKind.Client && client.UserPoolId == Key).ToList();
        return clients.Count > 0 && clients.TrueForAll(client => audiences.Contains(client.PhysicalId))
            ? null
            : $"if the token is for {string.Join(" or ", audiences.Select(audience => clients.Find(client => client.PhysicalId == audience)?.LogicalId ?? audience))}";
    }

    private string? HasClaims(JwtAuthorizer jwt) => jwt.Issuers.Where(issuer => issuer.Issuer == Key || LastOf(issuer.Issuer) == Key).SelectMany(static issuer => issuer.RequiredClaims).ToList() is [_, ..] claims
        ? $"if the token has the claim {string.Join(" and ", claims.Select(static claim => claim.Name))}"
        : null;

    private static string HasScope(ImmutableArray<string> scopes) => $"if the token has the scope {string.Join(" or ", scopes)}";

    private static string LastOf(string text) => text[(text.LastIndexOf('/') + 1)..];
}
