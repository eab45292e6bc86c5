using System.Text.Json.Nodes;

namespace Iam.Tests.Reference;

/// <summary>How a statement of a resource policy names a caller. IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".</summary>
internal static class ReferencePrincipal
{
    /// <summary><c>itself</c>, <c>role</c>, <c>account</c> or <c>not</c>: the narrowest of the element's entries.</summary>
    public static string NamedBy(JsonObject statement, ReferenceRequest request)
    {
        if (statement["NotPrincipal"] is { } not)
        {
            return Entries(not).Exists(e => Naming(e, request) != "not") ? "not" : "itself";
        }

        var namings = Entries(statement["Principal"]!).Select(e => Naming(e, request)).ToHashSet();
        return new[] { "itself", "role", "account" }.FirstOrDefault(namings.Contains) ?? "not";
    }

    /// <summary>Deny with NotPrincipal spares who is listed in full, account, role and session; and nobody with a permissions boundary.</summary>
    public static bool IsDeniedBy(JsonObject statement, ReferenceRequest request, bool hasBoundary)
    {
        if (statement["NotPrincipal"] is not { } not)
        {
            return NamedBy(statement, request) != "not";
        }

        var entries = Entries(not);
        var isEveryone = entries.Exists(e => e.Text == "*");
        var account = request.Account is null || isEveryone || entries.Exists(e => Naming(e, request) == "account");
        var role = request.RoleArn is null || isEveryone || entries.Exists(e => e.Text == request.RoleArn);
        var itself = request.IsRoot || isEveryone || entries.Exists(e => e.Text == request.Principal);
        return hasBoundary || !(account && role && itself);
    }

    private static string Naming((string Kind, string Text) entry, ReferenceRequest request) => entry switch
    {
        (_, "*") => "itself",
        ("AWS", var text) when text == request.Account || text == $"arn:aws:iam::{request.Account}:root" => "account",
        ("AWS", var text) when text == request.RoleArn => "role",
        (_, var text) when text == request.Principal => "itself",
        _ => "not",
    };

    private static List<(string Kind, string Text)> Entries(JsonNode element) =>
        element is JsonObject kinds ? [.. kinds.SelectMany(k => ReferenceEvaluator.Texts(k.Value).Select(t => (k.Key, t)))] : [("AWS", element.GetValue<string>())];
}
