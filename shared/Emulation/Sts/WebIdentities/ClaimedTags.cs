using System.Text.Json;
using Emulation.Tokens;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// The session tags that a token carries, nested in one claim or flat in several. IAM User Guide, "Passing session tags using AssumeRoleWithWebIdentity".
/// </summary>
internal static class ClaimedTags
{
    private const string Claim = "https://aws.amazon.com/tags";
    private const string FlatPrefix = Claim + "/principal_tags/";
    private const string FlatTransitive = Claim + "/transitive_tag_keys";

    /// <summary>The claim that sets the source identity.</summary>
    public const string SourceIdentity = "https://aws.amazon.com/source_identity";

    /// <summary>Reads the tags; an error when there is something at their place that is none.</summary>
    public static AssertedTags Read(TokenClaims claims)
    {
        var tags = new AssertedTags();
        foreach (var claim in claims.All)
        {
            if (claim.Name.StartsWith(FlatPrefix, StringComparison.Ordinal))
            {
                tags.Add(claim.Name[FlatPrefix.Length..], claim.Kind is JsonValueKind.String or JsonValueKind.Array && claim.Values is [var value] ? value : null);
            }
            else if (claim.Name == FlatTransitive)
            {
                tags.AddTransitive(claim.Kind is JsonValueKind.String or JsonValueKind.Array ? claim.Values : null);
            }
            else if (claim.Name == Claim)
            {
                ReadNested(claim, tags);
            }
        }

        return tags;
    }

    private static void ReadNested(TokenClaim claim, AssertedTags tags)
    {
        if (claim.Kind != JsonValueKind.Object)
        {
            tags.Refuse($"The claim {Claim} must be an object with principal_tags and transitive_tag_keys.");
            return;
        }

        using var document = JsonDocument.Parse(claim.Value);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member is { Name: "principal_tags", Value.ValueKind: JsonValueKind.Object })
            {
                foreach (var tag in member.Value.EnumerateObject())
                {
                    tags.Add(tag.Name, OneOf(tag.Value));
                }
            }
            else if (member is { Name: "transitive_tag_keys", Value.ValueKind: JsonValueKind.Array })
            {
                tags.AddTransitive(member.Value.EnumerateArray().Select(TextOf));
            }
            else
            {
                tags.Refuse($"The claim {Claim} has a member '{TokenSigningKey.Shown(member.Name)}' that is not what belongs there.");
            }
        }
    }

    private static string? OneOf(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() == 1 ? TextOf(value[0]) : null : TextOf(value);

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
