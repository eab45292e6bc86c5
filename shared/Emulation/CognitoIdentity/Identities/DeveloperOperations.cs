using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Credentials;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Storage;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Sessions;

namespace Emulation.CognitoIdentity.Identities;

/// <summary>A developer's own users, for whom the developer's backend vouches by its signature. Amazon Cognito Developer Guide, "Developer-authenticated identities".</summary>
internal sealed class DeveloperOperations(IdentityStore store, IdentityPoolDirectory pools, IdentityDirectory identities, LoginVerifier logins, OpenIdTokens tokens)
{
    private const int DefaultTokenSeconds = 900;
    private const int LongestTokenSeconds = 86_400;
    private const int LongestUser = 1024;
    private const int LargestPage = 60;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("GetOpenIdTokenForDeveloperIdentity", GetTokenAsync),
        Operation.Signed("LookupDeveloperIdentity", Lookup),
        Operation.Signed("MergeDeveloperIdentities", Merge),
        Operation.Signed("UnlinkDeveloperIdentity", Unlink),
    ];

    private async Task<JsonObject> GetTokenAsync(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        var given = LoginVerifier.Read(call.Fields);
        var provider = pool.DeveloperProviderName;
        if (provider is null || !given.TryGetValue(provider, out var user) || user.Length > LongestUser)
        {
            throw Refusal.Invalid(provider is null
                ? "The identity pool has no DeveloperProviderName."
                : $"Logins must name the developer provider '{provider}' with an identifier of 1 to {LongestUser} characters.");
        }

        var seconds = call.Fields.Integer("TokenDuration", 1, LongestTokenSeconds) ?? DefaultTokenSeconds;
        var tags = PrincipalTags.Of(call.Fields);
        var others = await logins.PublicAsync(pool, given.Remove(provider), call.Cancellation).ConfigureAwait(false);
        ImmutableArray<Login> all = [new Login(provider, user), .. others.Select(static login => login.Login)];
        var identity = call.Fields.Text("IdentityId", 1, IdentityPoolDocument.LongestId, IdentityPoolDocument.IdPattern) is { } id ? OfId(pool, id, all) : identities.Of(pool, all);
        ImmutableArray<string> amr = [CognitoSession.Authenticated, provider, $"{provider}:{pool.Id}:{user}", .. others.SelectMany(static login => login.Amr)];
        return new JsonObject
        {
            ["IdentityId"] = identity.Id,
            ["Token"] = tokens.Issue(new OpenIdToken(new CognitoSession(identity.Id, pool.Id, amr), tags), TimeSpan.FromSeconds(seconds)),
        };
    }

    private PoolIdentity OfId(IdentityPool pool, string id, ImmutableArray<Login> all) => store.Atomically(() =>
        store.IdentityOf(pool.Id, all[0]) is { } other && other.Id != id ? throw IdentityRefusal.DeveloperUserRegistered : identities.Proven(pool, id, all));

    private JsonObject Lookup(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        var id = call.Fields.Text("IdentityId", 1, IdentityPoolDocument.LongestId, IdentityPoolDocument.IdPattern);
        var user = call.Fields.Text("DeveloperUserIdentifier", 1, LongestUser);
        if (id is null && user is null)
        {
            throw Refusal.Invalid("Either IdentityId or DeveloperUserIdentifier must be given.");
        }

        var identity = user is null ? identities.InPool(pool, id!) : OfUser(pool, user);
        if (id is not null && identity.Id != id)
        {
            throw IdentityRefusal.Conflict("The developer user identifier belongs to another identity.");
        }

        var users = identity.Logins.Where(login => login.Provider == pool.DeveloperProviderName).Select(static login => (JsonNode)login.Subject).ToList();
        if (user is not null && id is null)
        {
            users = [.. users.OrderBy(name => (string?)name != user)];
        }

        var size = call.Fields.Integer("MaxResults", 1, LargestPage) ?? LargestPage;
        var page = WireJson.Page(call.Fields, "DeveloperUserIdentifierList", "MaxResults", "NextToken", users, size);
        page["IdentityId"] = identity.Id;
        return page;
    }

    private JsonObject Merge(CognitoCall call)
    {
        var pool = ProvidedBy(call.Fields);
        return store.Atomically(() =>
        {
            var source = OfUser(pool, call.Fields.Required("SourceUserIdentifier", 1, LongestUser));
            var destination = OfUser(pool, call.Fields.Required("DestinationUserIdentifier", 1, LongestUser));
            if (source.Id != destination.Id)
            {
                identities.Merge(pool, source, destination);
            }

            return new JsonObject { ["IdentityId"] = destination.Id };
        });
    }

    private JsonObject Unlink(CognitoCall call)
    {
        var pool = ProvidedBy(call.Fields);
        var id = IdentityPoolDirectory.IdentityId(call.Fields);
        var login = new Login(pool.DeveloperProviderName!, call.Fields.Required("DeveloperUserIdentifier", 1, LongestUser));
        store.Atomically(() =>
        {
            var identity = identities.InPool(pool, id);
            if (!identity.Logins.Contains(login))
            {
                throw Refusal.NotFound(string.Create(CultureInfo.InvariantCulture, $"Identity '{id}' has no such developer user."));
            }

            identities.Unlink(identity, own => own == login);
            return true;
        });
        return [];
    }

    private PoolIdentity OfUser(IdentityPool pool, string user) =>
        pool.DeveloperProviderName is { } provider && store.IdentityOf(pool.Id, new Login(provider, user)) is { } identity
            ? identity
            : throw Refusal.NotFound("Developer user identifier not found.");

    private IdentityPool ProvidedBy(Fields fields)
    {
        var pool = pools.PoolOf(fields);
        var provider = fields.Required("DeveloperProviderName", 1, 128, IdentityPoolDocument.DeveloperPattern);
        return provider == pool.DeveloperProviderName ? pool : throw Refusal.Invalid($"The identity pool's developer provider is not '{provider}'.");
    }
}
