using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Iam.Accounts;

/// <summary>
/// The users and roles that a trust policy names are kept by their unique ids: who is made anew under a deleted one's name is somebody else. IAM User
/// Guide, "AWS JSON policy elements: Principal", "IAM role principals".
/// </summary>
internal static class TrustBinding
{
    /// <summary>The ARNs of users and roles that a trust policy names.</summary>
    public static IEnumerable<string> Named(Policy trust) => trust.Statements.SelectMany(static statement => statement.PrincipalTexts)
        .Where(static text => Arn.TryParse(text, out var arn) && arn is { Service: "iam" } && arn.Resource != "root" && !arn.Resource.Contains("-provider/", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The role with an id for each ARN that has one by now.</summary>
    public static RoleIdentity Bind(RoleIdentity role, Func<string, string?> idOf)
    {
        var trusted = role.Trusted;
        foreach (var arn in Named(role.Trust).Where(arn => !role.Trusted.ContainsKey(arn)))
        {
            trusted = idOf(arn) is { } id ? trusted.SetItem(arn, id) : trusted;
        }

        return trusted == role.Trusted ? role : role with { Trusted = trusted };
    }

    /// <summary>The trust policy as it is in force: in the place of whoever was deleted stands the unique id.</summary>
    public static Policy InForce(RoleIdentity role, Func<string, string?> idOf)
    {
        var gone = role.Trusted.Where(pair => idOf(pair.Key) != pair.Value).ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        if (gone.Count == 0)
        {
            return role.Trust;
        }

        var document = JsonNode.Parse(role.Trust.Json)!;
        foreach (var statement in ListOf(document["Statement"]))
        {
            if (statement?["Principal"] is JsonObject principal && principal["AWS"] is { } named)
            {
                principal["AWS"] = named is JsonArray list
                    ? new JsonArray([.. list.Select(item => JsonValue.Create(gone.GetValueOrDefault((string)item!) ?? (string)item!))])
                    : JsonValue.Create(gone.GetValueOrDefault((string)named!) ?? (string)named!);
            }
        }

        return Policy.Parse(document.ToJsonString(), PolicyKind.Trust, role.Trust.Origin, new PolicyParseOptions { Stored = true }).Policy!;
    }

    private static JsonNode?[] ListOf(JsonNode? node) => node is JsonArray list ? [.. list] : [node];
}
