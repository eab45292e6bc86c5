using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Storage;

namespace Emulation.CognitoIdentity.Identities;

/// <summary>The identities of a pool, listed, deleted, and parted from logins. Amazon Cognito Federated Identities API Reference.</summary>
internal sealed class IdentityOperations(IdentityStore store, IdentityPoolDirectory pools, IdentityDirectory identities, LoginVerifier logins)
{
    private const int MostDeletions = 60;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("ListIdentities", List),
        Operation.Signed("DescribeIdentity", Describe),
        Operation.Signed("DeleteIdentities", Delete),
        Operation.Open("UnlinkIdentity", UnlinkAsync),
    ];

    private JsonObject List(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        var size = IdentityPoolOperations.PageSize(call.Fields);
        var after = call.Fields.Text("NextToken", 1, 65535) is { } token ? PositionOf(token) : "";
        var page = store.Identities(pool.Id, after, call.Fields.Flag("HideDisabled") == true, size + 1);
        var answer = new JsonObject { ["IdentityPoolId"] = pool.Id, ["Identities"] = WireJson.List(page.Take(size).Select(Shown)) };
        if (page.Count > size)
        {
            answer["NextToken"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[size - 1].Id));
        }

        return answer;
    }

    private JsonObject Describe(CognitoCall call)
    {
        var id = IdentityPoolDirectory.IdentityId(call.Fields);
        return Shown(store.Identity(id) ?? throw IdentityRefusal.NoIdentity(id));
    }

    /// <exception cref="CognitoException">They are too many, or none, or no ids.</exception>
    public static ImmutableArray<string> IdsToDelete(Fields fields)
    {
        var ids = fields.Texts("IdentityIdsToDelete");
        if (ids.Length is < 1 or > MostDeletions)
        {
            throw fields.Violation(null, "IdentityIdsToDelete", $"Member must have length between 1 and {MostDeletions}");
        }

        return ids.FirstOrDefault(static id => id.Length > IdentityPoolDocument.LongestId || !IdentityPoolDocument.IdPattern.IsMatch(id)) is { } wrong
            ? throw fields.Violation($"'{wrong}'", "IdentityIdsToDelete", @"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")
            : ids;
    }

    /// <summary>What is gone already is deleted too.</summary>
    private JsonObject Delete(CognitoCall call)
    {
        var ids = IdsToDelete(call.Fields);
        store.Atomically(() => ids.Count(store.DeleteIdentity));
        return new JsonObject { ["UnprocessedIdentityIds"] = new JsonArray() };
    }

    /// <summary>Whoever proves a login of the identity may take logins from it. Once the last is gone, nobody reaches the identity.</summary>
    private async Task<JsonObject> UnlinkAsync(CognitoCall call)
    {
        var id = IdentityPoolDirectory.IdentityId(call.Fields);
        var unlinked = call.Fields.Texts("LoginsToRemove");
        if (unlinked.IsEmpty || !call.Fields.Has("Logins"))
        {
            throw call.Fields.Missing(unlinked.IsEmpty ? "LoginsToRemove" : "Logins");
        }

        var pool = pools.PoolOfIdentity(id);
        var proof = await logins.VerifyAsync(pool, call.Fields, call.Cancellation).ConfigureAwait(false);
        store.Atomically(() =>
        {
            var identity = identities.InPool(pool, id);
            var isOwn = proof.FromDeveloper is { } token ? token.Identity.IdentityId == id && !identity.IsGuest : proof.Logins.Any(login => identity.Logins.Contains(login.Login));
            if (!isOwn || !identity.IsEnabled)
            {
                throw proof.IsEmpty ? IdentityRefusal.Forbidden(id) : IdentityRefusal.LoginsDoNotMatch;
            }

            identities.Unlink(identity, login => unlinked.Contains(login.Provider));
            return true;
        });
        return [];
    }

    private static JsonObject Shown(PoolIdentity identity) => new()
    {
        ["IdentityId"] = identity.Id,
        ["Logins"] = WireJson.List(identity.Logins.Select(static login => login.Provider).Distinct(StringComparer.Ordinal).Select(static provider => (JsonNode)provider)),
        ["CreationDate"] = WireJson.Time(identity.Created),
        ["LastModifiedDate"] = WireJson.Time(identity.Modified),
    };

    private static string PositionOf(string token) =>
        Base64Url.IsValid(token) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) is { Length: <= IdentityPoolDocument.LongestId } id
            && IdentityPoolDocument.IdPattern.IsMatch(id)
            ? id
            : throw Refusal.Invalid("Invalid pagination token");
}
