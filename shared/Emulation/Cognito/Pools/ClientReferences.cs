using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>What a client names, and what has to be in its pool before: identity providers, and scopes of resource servers.</summary>
internal static class ClientReferences
{
    private static readonly string[] StandardScopes = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

    /// <exception cref="CognitoException">The pool does not have one of them.</exception>
    public static void Check(PoolStore store, UserPoolClient client)
    {
        if (client.IdentityProviders.FirstOrDefault(name => name != "COGNITO" && store.Part(client.PoolId, PartKind.IdentityProvider, name) is null) is { } provider)
        {
            throw Refusal.Invalid($"The provider {provider} does not exist for User Pool {client.PoolId}.");
        }

        if (client.OAuthScopes.Except(StandardScopes).Except(ScopesOfServers(store, client.PoolId)).FirstOrDefault() is { } scope)
        {
            throw new CognitoException("ScopeDoesNotExistException", $"Invalid scope requested: {scope}");
        }
    }

    /// <summary>The scopes of a pool's resource servers, as clients name them: <c>{identifier}/{scope}</c>.</summary>
    public static IEnumerable<string> ScopesOfServers(PoolStore store, string pool) => store.Parts(pool, PartKind.ResourceServer)
        .SelectMany(static server => new Fields(server).Items("Scopes").Select(scope => $"{(string?)server["Identifier"]}/{scope.Required("ScopeName")}"));
}
