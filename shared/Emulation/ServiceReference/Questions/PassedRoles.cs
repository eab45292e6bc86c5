using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Iam;

namespace Emulation.ServiceReference.Questions;

/// <summary>The roles that a call hands to a service, anywhere in it. IAM User Guide, "Grant a user permissions to pass a role to an AWS service".</summary>
internal static class PassedRoles
{
    /// <summary>A call is nested that deep at most; what is deeper is not looked for, and JSON that deep is refused before.</summary>
    private const int Deepest = 64;

    /// <summary>Members that hold a role, or an instance profile, whose role is passed with it.</summary>
    private static readonly string[] Endings =
        ["role", "roles", "rolearn", "rolearns", "rolename", "roleid", "instanceprofile", "instanceprofilename", "instanceprofilearn"];

    /// <summary>The roles by ARN; one that is named otherwise may be any of the account.</summary>
    public static ImmutableArray<AskedArn> Of(JsonObject call, CallPlace place)
    {
        var found = new List<AskedArn>();
        Look(call, isRole: false, 0, place, found);
        return [.. found.DistinctBy(static role => role.Text)];
    }

    /// <summary>The roles that stand in members of that name, by ARN: of a call of which the data do not say that it hands one over.</summary>
    public static ImmutableArray<AskedArn> OfMembers(JsonObject call, CallPlace place) =>
        [.. InMembers(call, isRole: false, 0, place).Distinct(StringComparer.Ordinal).Select(AskedArn.Of)];

    /// <summary>Some role of the account.</summary>
    public static AskedArn AnyOf(CallPlace place)
    {
        var arn = new AskedArnBuilder();
        arn.Add($"arn:{place.Partition}:iam::{place.Account}:role/");
        arn.AddValue("role", null);
        return arn.Build();
    }

    private static void Look(JsonNode? node, bool isRole, int depth, CallPlace place, List<AskedArn> found)
    {
        switch (node)
        {
            case JsonObject structure when depth < Deepest:
                foreach (var (name, inner) in structure)
                {
                    var plain = NameWord.Plain(name);
                    if (!plain.EndsWith("tags", StringComparison.Ordinal))
                    {
                        // What is in a structure of that name is its name or its ARN.
                        Look(inner, isRole || Endings.Any(ending => plain.EndsWith(ending, StringComparison.Ordinal)), depth + 1, place, found);
                    }
                }

                break;
            case JsonArray list when depth < Deepest:
                foreach (var inner in list)
                {
                    Look(inner, isRole, depth + 1, place, found);
                }

                break;
            case JsonValue value when MemberText.Of(value) is { Length: > 0 } text:
                if (IsRole(text, place))
                {
                    found.Add(AskedArn.Of(text));
                }
                else if (isRole)
                {
                    found.Add(AnyOf(place));
                }

                break;
        }
    }

    private static IEnumerable<string> InMembers(JsonNode? node, bool isRole, int depth, CallPlace place) => node switch
    {
        JsonObject structure when depth < Deepest => structure.SelectMany(member => InMembers(member.Value, IsOfRole(NameWord.Plain(member.Key)), depth + 1, place)),
        JsonArray list when depth < Deepest => list.SelectMany(one => InMembers(one, isRole, depth + 1, place)),
        JsonValue value when isRole && MemberText.Of(value) is { } text && IsRole(text, place) => [text],
        _ => [],
    };

    private static bool IsOfRole(string plain) => plain.EndsWith("rolearn", StringComparison.Ordinal) || plain.EndsWith("rolearns", StringComparison.Ordinal);

    private static bool IsRole(string text, CallPlace place) =>
        Arn.TryParse(text, out var arn) && arn is { Service: "iam", Region: "" } && arn.Partition == place.Partition && AccountId.TryParse(arn.Account, out _)
        && arn.Resource.StartsWith("role/", StringComparison.Ordinal) && arn.Resource.Length > "role/".Length;
}
