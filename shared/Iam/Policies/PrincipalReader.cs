using System.Collections.Immutable;
using System.Text.Json;
using Iam.Matching;

namespace Iam.Policies;

/// <summary>Reads a Principal or NotPrincipal element: <c>"*"</c>, or an object of kinds with one or several entries each.</summary>
internal static class PrincipalReader
{
    private static readonly string[] Kinds = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// <param name="element">The element.</param>
    /// <param name="ofTrust">Whether it stands in a trust policy that is being written.</param>
    /// <param name="errors">What is wrong with it.</param>
    public static ImmutableArray<PrincipalPattern> Read(JsonTree element, bool ofTrust, PolicyErrors errors)
    {
        if (element is { IsString: true, Text: "*" })
        {
            if (ofTrust)
            {
                errors.Add(
                    element, "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".",
                    "Name who may assume the role. Write {\"AWS\": \"*\"} for everybody whom AWS knows.");
            }

            return [PrincipalPattern.Everyone];
        }

        if (element.Kind != JsonTokenType.StartObject || element.Members.Count == 0)
        {
            errors.Add(element, "Invalid principal in policy", "Write \"*\" or an object such as {\"AWS\": \"arn:aws:iam::111122223333:role/Name\"}.");
            return [];
        }

        var principals = ImmutableArray.CreateBuilder<PrincipalPattern>();
        foreach (var (kind, entries) in element.Members)
        {
            if (!Kinds.Contains(kind))
            {
                errors.Add(entries, "Invalid principal in policy", $"'{PolicyErrors.Clip(kind)}' is no kind of principal. {Suggestion.For(kind, Kinds)}");
                continue;
            }

            foreach (var entry in entries.AsList())
            {
                if (entry.IsString && PrincipalPattern.Read(kind, entry.Text!) is { } principal)
                {
                    principals.Add(principal);
                }
                else if (ofTrust && kind == "Federated")
                {
                    errors.Add(entry, "Federated principals must be valid domain names or SAML metadata ARNs", "Write the ARN of a provider, or cognito-identity.amazonaws.com.");
                }
                else
                {
                    errors.Add(
                        entry, $"Invalid principal in policy: \"{kind}\":\"{PolicyErrors.Clip(entry.Text)}\"",
                        "Name an account, user, role, role session or service in full; only \"*\" may be a wildcard. To match by pattern, use a condition on aws:PrincipalArn.");
                }
            }
        }

        return principals.ToImmutable();
    }
}
