using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Principals;

/// <summary>
/// The users and roles that a kept policy names, by themselves or by a session, are remembered by their unique ids: who is made anew under a deleted one's name
/// is somebody else, in trust policies and in every resource's. IAM User Guide, "AWS JSON policy elements: Principal", "IAM role principals".
/// </summary>
internal static class PrincipalBinding
{
    /// <summary>The ARNs of users and roles that a policy names.</summary>
    public static IEnumerable<string> Named(Policy policy) => policy.Statements.SelectMany(static statement => statement.PrincipalTexts)
        .Where(static text =>
            Arn.TryParse(text, out var arn) && arn is { Service: "iam" } && arn.Resource != "root" && !arn.Resource.Contains("-provider/", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    /// <summary>Whether a principal is somebody who can be made anew: a user, a role or a role's session.</summary>
    public static bool IsBound(string text) =>
        Arn.TryParse(text, out var arn) && (arn.Service, arn.Resource.Split('/')[0]) is ("iam", "user" or "role") or ("sts", "assumed-role");

    /// <summary>What is remembered of a policy: an id for each ARN that has one by now; what was remembered before stays.</summary>
    public static ImmutableSortedDictionary<string, string> Bind(Policy policy, ImmutableSortedDictionary<string, string> bound, Func<string, string?> idOf)
    {
        foreach (var arn in policy.Statements.SelectMany(static statement => statement.PrincipalTexts).Where(arn => !bound.ContainsKey(arn)))
        {
            bound = idOf(arn) is { } id ? bound.SetItem(arn, id) : bound;
        }

        return bound;
    }

    /// <summary>The policy as it is in force: in the place of whoever was deleted stands the unique id.</summary>
    /// <param name="policy">As it was saved.</param>
    /// <param name="boundTo">The unique id that was remembered for an ARN in the statement of a <c>Sid</c>; null for none.</param>
    /// <param name="idOf">The unique id that an ARN has now.</param>
    /// <param name="options">How the policy was read.</param>
    public static Policy InForce(Policy policy, Func<string?, string, string?> boundTo, Func<string, string?> idOf, PolicyParseOptions? options = null)
    {
        string? Gone(string? sid, string arn) => boundTo(sid, arn) is { } id && idOf(arn) != id ? id : null;
        if (!policy.Statements.Any(statement => statement.PrincipalTexts.Any(text => Gone(statement.Sid, text) is not null)))
        {
            return policy;
        }

        var document = JsonNode.Parse(policy.Json)!;
        foreach (var statement in ListOf(document["Statement"]))
        {
            var sid = (string?)statement?["Sid"];
            Replace(statement?["Principal"], arn => Gone(sid, arn) ?? arn);
            Replace(statement?["NotPrincipal"], arn => Gone(sid, arn) ?? arn);
        }

        return Policy.Parse(document.ToJsonString(), policy.Kind, policy.Origin, options).Policy
            ?? throw new InvalidOperationException($"The policy {policy.Origin.Name} cannot be read with a unique id in it.");
    }

    private static void Replace(JsonNode? principal, Func<string, string> shown)
    {
        if (principal is JsonObject named && named["AWS"] is { } texts)
        {
            named["AWS"] = texts is JsonArray list ? new JsonArray([.. list.Select(item => JsonValue.Create(shown((string)item!)))]) : JsonValue.Create(shown((string)texts!));
        }
    }

    private static JsonNode?[] ListOf(JsonNode? node) => node is JsonArray list ? [.. list] : [node];
}
