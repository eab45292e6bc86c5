using System.Text.Json.Nodes;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Lists;

/// <summary>ListUsers and ListUsersInGroup. Amazon Cognito API Reference, ListUsers.</summary>
internal sealed class ListOperations(UserStore users, GroupStore groups, PoolDirectory directory, Seal seal)
{
    private const int Most = 60;
    private const int Batch = 500;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("ListUsers", Users),
        Operation.Signed("ListUsersInGroup", InGroup),
    ];

    private JsonObject Users(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var limit = call.Fields.Integer("Limit", 0, Most) is { } given and > 0 ? given : Most;
        var shown = call.Fields.Texts("AttributesToGet");
        if (shown.Any(name => pool.Schema.Find(name) is null))
        {
            throw Refusal.Invalid("One or more requested attributes do not exist.");
        }

        var filter = call.Fields.Text("Filter", 0, 256) is { Length: > 0 } text ? UserFilter.Parse(text) : null;
        var after = After(call.Fields.Text("PaginationToken"), pool.Id);
        var found = filter?.CandidatesIn(users, pool) is { } few
            ? [.. few.Where(user => filter.Matches(user) && string.CompareOrdinal(pool.Fold(user.Username), after) > 0)
                .OrderBy(user => pool.Fold(user.Username), StringComparer.Ordinal)]
            : Walk(pool, after, limit, filter);
        var page = new JsonObject { ["Users"] = WireJson.List(found.Take(limit).Select(user => (JsonNode)View(user, shown))) };
        if (found.Count > limit)
        {
            page["PaginationToken"] = TokenOf(pool.Id, pool.Fold(found[limit - 1].Username));
        }

        return page;
    }

    private JsonObject InGroup(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var group = call.Fields.Required("GroupName", 1, 128);
        if (groups.Find(pool.Id, group) is null)
        {
            throw Refusal.NotFound("Group not found.");
        }

        PageSize.Check(call.Fields);
        var limit = call.Fields.Integer("Limit", 1, Most) ?? Most;
        var names = groups.MembersOf(pool.Id, group, After(call.Fields.Text("NextToken"), pool.Id, "Paging marker is invalid."), limit + 1);
        var page = new JsonObject { ["Users"] = WireJson.List(names.Take(limit).Select(name => (JsonNode)UserView.Listed(users.ByName(pool, name)!))) };
        if (names.Count > limit)
        {
            page["NextToken"] = TokenOf(pool.Id, names[limit - 1]);
        }

        return page;
    }

    private static JsonObject View(CognitoUser user, System.Collections.Immutable.ImmutableArray<string> shown)
    {
        var view = UserView.Listed(user);
        if (shown.Length > 0)
        {
            view["Attributes"] = UserView.Attributes(user, shown.Contains);
        }

        return view;
    }

    /// <summary>Looks at all users, until there is one more than a page has.</summary>
    private List<CognitoUser> Walk(UserPool pool, string after, int limit, UserFilter? filter)
    {
        var found = new List<CognitoUser>();
        while (found.Count <= limit)
        {
            var batch = users.After(pool.Id, after, Batch);
            found.AddRange(filter is null ? batch : batch.Where(filter.Matches));
            if (batch.Count < Batch)
            {
                break;
            }

            after = pool.Fold(batch[^1].Username);
        }

        return found;
    }

    private string TokenOf(string pool, string after) => seal.CloseText("pagination", $"{pool}/{after}");

    private string After(string? token, string pool, string refusal = "Invalid pagination token") => token is null ? ""
        : seal.OpenText("pagination", token) is { } text && text.StartsWith($"{pool}/", StringComparison.Ordinal) ? text[(pool.Length + 1)..]
        : throw Refusal.Invalid(refusal);
}
