using Emulation.Decisions.Recorded;
using Emulation.LeastPrivilege;
using Iam;

namespace Emulation.Tests.LeastPrivilege;

/// <summary>Calls as records have them, and what is suggested for them, in one line each.</summary>
internal static class Seen
{
    private const string Account = EmulatorOptions.DefaultAccount;

    /// <summary>A call of a role, by its name; the condition keys as <c>key=value</c>, or <c>key=</c> of one that the request did not have.</summary>
    public static RecordedCall Call(string role, string action, string resource, params IEnumerable<string> keys) => new()
    {
        Principal = $"arn:aws:iam::{Account}:role/{role}",
        Action = action,
        Resource = resource,
        Account = Account,
        Keys = new SortedDictionary<string, string[]?>(
            keys.Select(static key => key.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Length == 0 ? null : (string[]?)[pair[1]], StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase),
    };

    public static CallRecords Records(params IEnumerable<RecordedCall> calls) => new([new RecordedRun(DateTimeOffset.UnixEpoch, [])], [.. calls]);

    /// <summary>What is suggested for the role of the calls.</summary>
    public static RoleSuggestion Suggest(LoadedStacks stacks, params IReadOnlyCollection<RecordedCall> calls) =>
        Assert.Single(LeastPrivilegeReport.Of(stacks, Records(calls), calls.First().Principal).Roles);

    /// <summary>The statements of a suggestion: actions, resources.</summary>
    public static string[] Lines(RoleSuggestion suggestion) =>
        [.. suggestion.Statements.Select(static one => $"{(one.Of.Denies ? "deny " : "")}{string.Join(' ', one.Actions)} on {string.Join(' ', one.Resources)}")];

    /// <summary>A suggestion as IAM decides by it.</summary>
    public static Policy Policy(RoleSuggestion suggestion)
    {
        var read = Iam.Policy.Parse(SuggestionJson.Document(suggestion), PolicyKind.Identity, new PolicyOrigin("suggested"));
        Assert.True(read.Policy is not null, string.Join('\n', read.Errors));
        return read.Policy;
    }
}
