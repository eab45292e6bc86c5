using System.Text.Json.Nodes;

namespace Iam.Tests.Reference;

/// <summary>
/// Decides a case as AWS's pages describe it, step by step on the JSON itself: nothing is compiled, indexed or shared with the engine. IAM User
/// Guide, "Policy evaluation logic".
/// </summary>
internal static class ReferenceEvaluator
{
    private const string Home = "111122223333";

    public static string Decide(JsonObject policyCase)
    {
        var request = new ReferenceRequest(policyCase);
        if (request.Action.Equals("sts:GetCallerIdentity", StringComparison.OrdinalIgnoreCase) && request.Principal != "anonymous")
        {
            return "allow";
        }

        // An explicit deny in any policy.
        var identity = Policies(policyCase["identityPolicies"]);
        var boundaries = Policies(policyCase["permissionBoundaries"]);
        var sessions = Policies(policyCase["sessionPolicies"]);
        var serviceControl = request.Account is null ? [] : Levels(policyCase["serviceControlPolicies"]);
        var resourceControl = Levels(policyCase["resourceControlPolicies"]);
        var resource = policyCase["resourcePolicy"] is JsonObject policy ? [policy] : new List<JsonObject>();
        var own = identity.Concat(boundaries).Concat(sessions).Concat(serviceControl.SelectMany(l => l));
        if (own.Any(p => Applying(p, request, "Deny").Any()) || resource.Concat(resourceControl.SelectMany(l => l)).Any(p => Applying(p, request, "Deny").Any(s => ReferencePrincipal.IsDeniedBy(s, request, boundaries.Count > 0))))
        {
            return "explicitDeny";
        }

        // Every level of the organisation has to allow.
        if (serviceControl.Exists(level => !level.Exists(p => Applying(p, request, "Allow").Any())))
        {
            return "implicitDeny";
        }

        var namings = resource.SelectMany(p => Applying(p, request, "Allow")).Select(s => ReferencePrincipal.NamedBy(s, request)).ToHashSet();
        namings.Remove("not");
        if (request.Account is null)
        {
            return namings.Count > 0 ? "allow" : "implicitDeny";
        }

        var identityAllows = request.IsRoot || identity.Exists(p => Applying(p, request, "Allow").Any());
        var boundaryAllows = boundaries.Count == 0 || boundaries.Exists(p => Applying(p, request, "Allow").Any());
        var sessionAllows = sessions.Count > 0 ? sessions.Exists(p => Applying(p, request, "Allow").Any()) : !request.IsFederatedUser;
        var limited = boundaryAllows && sessionAllows;
        if (request.Account != (policyCase["resourceAccount"]?.GetValue<string>() ?? Home))
        {
            // Two accounts: each decides for itself.
            return identityAllows && limited && namings.Count > 0 ? "allow" : "implicitDeny";
        }

        // What names the session or user itself is not limited by what others leave unsaid; what names its role is; what names the account delegates.
        return namings.Contains("itself") || (namings.Contains("role") && limited) || (identityAllows && limited) ? "allow" : "implicitDeny";
    }

    private static IEnumerable<JsonObject> Applying(JsonObject policy, ReferenceRequest request, string effect)
    {
        var variables = policy["Version"]?.GetValue<string>() == "2012-10-17";
        return Several(policy["Statement"]).OfType<JsonObject>().Where(s => s["Effect"]!.GetValue<string>() == effect && Applies(s, request, variables));
    }

    private static bool Applies(JsonObject statement, ReferenceRequest request, bool variables)
    {
        var action = statement["Action"] ?? statement["NotAction"];
        if (Texts(action).Any(p => ReferenceText.Like(p, request.Action, ignoreCase: true)) != (statement["Action"] is not null))
        {
            return false;
        }

        var resource = statement["Resource"] ?? statement["NotResource"];
        if (Texts(resource).Any(p => ReferenceText.Resource(p, request, variables)) != (statement["Resource"] is not null))
        {
            return false;
        }

        var condition = new ReferenceCondition(request, statement["Effect"]!.GetValue<string>() == "Deny", variables);
        return statement["Condition"] is not JsonObject block || block.All(op => op.Value!.AsObject().All(key => condition.IsMet(op.Key, key.Key, Texts(key.Value))));
    }

    private static List<JsonObject> Policies(JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(p => p!.AsObject())];

    private static List<List<JsonObject>> Levels(JsonNode? levels) => levels is null ? [] : [.. levels.AsArray().Select(Policies)];

    public static List<string> Texts(JsonNode? node) => [.. Several(node).Select(n => n!.GetValueKind() == System.Text.Json.JsonValueKind.String ? n.GetValue<string>() : n.ToJsonString())];

    private static List<JsonNode?> Several(JsonNode? node) => node is JsonArray array ? [.. array] : node is null ? [] : [node];
}
