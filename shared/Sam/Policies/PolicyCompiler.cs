using Iam;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Policies;

/// <summary>Compiles the policy documents of a template, and tells their errors at the template's lines.</summary>
internal sealed class PolicyCompiler(string file, ErrorList errors)
{
    /// <summary>The compiled policy, or null when it has errors, which have been reported.</summary>
    /// <param name="document">The document, evaluated.</param>
    /// <param name="kind">What the document is attached to.</param>
    /// <param name="name">What explanations call it.</param>
    /// <param name="resource">The resource it belongs to.</param>
    /// <param name="property">The property that holds it.</param>
    /// <param name="arn">The policy's own ARN, when it is a managed policy.</param>
    /// <param name="executeApiArn">The ARN of the API that a resource policy guards.</param>
    public Policy? Compile(
        Node document, PolicyKind kind, string name, string resource, string property, string? arn = null, string? executeApiArn = null)
    {
        if (KnownStatements.HasError(document))
        {
            return null;
        }

        if (KnownStatements.FirstUnknown(document) is { Why: { } why } unknown)
        {
            errors.Close(unknown.Line, resource, property, $"{why.Message} An Allow that depends on it allows nothing, a Deny denies all that it may mean.", why.Remedy);
            document = KnownStatements.Of(document, kind);
            if (document is MapNode map && map["Statement"] is ListNode { Items.IsEmpty: true })
            {
                return null;
            }
        }

        var origin = new PolicyOrigin(name, arn, file, PolicyDocument.StatementLines(document));
        var isOwn = arn is not null && !arn.Contains("::aws:", StringComparison.Ordinal);
        var json = PolicyDocument.ToJson(document);
        var result = Policy.Parse(json, kind, origin, new PolicyParseOptions(executeApiArn, isOwn));
        CheckSize(json, QuotaOf(kind, isOwn), document.Line, resource, property);
        foreach (var error in result.Errors)
        {
            var path = error.JsonPath.TrimStart('$').TrimStart('.');
            errors.Add(
                PolicyDocument.LineOf(document, error.JsonPath), resource, path.Length == 0 ? property : $"{property}.{path}",
                error.Message, error.Remedy);
        }

        return result.Policy;
    }

    /// <summary>Reports documents that are together longer than AWS takes.</summary>
    public void CheckTotal(IEnumerable<Policy> policies, PolicyQuota quota, int line, string resource, string property) =>
        CheckSize(string.Concat(policies.Select(static policy => policy.Json)), quota, line, resource, property);

    // AWS raises the quota of an API's policy on request; those of longer documents stay as they are.
    private static PolicyQuota? QuotaOf(PolicyKind kind, bool isManaged) => isManaged ? PolicyQuota.Managed : kind == PolicyKind.Trust ? PolicyQuota.TrustAtMost : null;

    private void CheckSize(string json, PolicyQuota? quota, int line, string resource, string property)
    {
        if (quota is not null && quota.SizeOf(json) is var size && size > quota.Characters)
        {
            errors.Add(line, resource, property, $"{quota.Message}; it has {size} characters.", "Shorten it, or ask AWS for a higher quota and split it until then.");
        }
    }
}
