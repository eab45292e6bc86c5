using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Lists;

/// <summary>ListUsers, with its filters, and ListUsersInGroup. Amazon Cognito API Reference, ListUsers.</summary>
internal sealed partial class ListOperations(UserStore users, GroupStore groups, PoolDirectory directory, Seal seal)
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

        var matches = call.Fields.Text("Filter", 0, 256) is { Length: > 0 } filter ? Compile(filter) : static _ => true;
        var after = After(call.Fields.Text("PaginationToken"), pool.Id);
        var found = new List<CognitoUser>();
        while (found.Count <= limit)
        {
            var batch = users.After(pool.Id, after, Batch);
            found.AddRange(batch.Where(matches));
            if (batch.Count < Batch)
            {
                break;
            }

            after = pool.Fold(batch[^1].Username);
        }

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

    /// <summary><c>name = "value"</c>, or <c>name ^= "prefix"</c>.</summary>
    private static Predicate<CognitoUser> CompileMatch(string name, bool isPrefix, string value)
    {
        Func<CognitoUser, string?> read = name switch
        {
            "username" => static user => user.Username,
            "cognito:user_status" => static user => user.Status.ToString(),
            "status" => static user => user.Enabled ? "Enabled" : "Disabled",
            "sub" or "email" or "phone_number" or "name" or "given_name" or "family_name" or "preferred_username" => user => user.Attribute(name),
            _ => throw Refusal.Invalid($"One or more requested attributes do not exist: {name} cannot be searched for."),
        };
        return user =>
            read(user) is { } text
                && (isPrefix
                    ? text.StartsWith(value, StringComparison.OrdinalIgnoreCase)
                    : text.Equals(value, name is "username" or "sub" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase));
    }

    private static Func<CognitoUser, bool> Compile(string filter)
    {
        var match = FilterPattern().Match(filter);
        if (!match.Success)
        {
            throw Refusal.Invalid("Error while parsing filter.");
        }

        var test = CompileMatch(match.Groups["name"].Value, match.Groups["op"].Value == "^=", match.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal));
        return user => test(user);
    }

    private string TokenOf(string pool, string after) => seal.CloseText("pagination", $"{pool}/{after}");

    private string After(string? token, string pool, string refusal = "Invalid pagination token") => token is null ? ""
        : seal.OpenText("pagination", token) is { } text && text.StartsWith($"{pool}/", StringComparison.Ordinal) ? text[(pool.Length + 1)..]
        : throw Refusal.Invalid(refusal);

    [GeneratedRegex("""^\s*"?(?<name>[\w:]+)"?\s*(?<op>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex FilterPattern();
}
