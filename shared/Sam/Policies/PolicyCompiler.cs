using System.Collections.Immutable;
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
    /// <param name="isTold">Whether it is made of documents that were compiled before: what is wrong or unknown in them has been told.</param>
    public Policy? Compile(
        Node document, PolicyKind kind, string name, string resource, string property, string? arn = null, string? executeApiArn = null, bool isTold = false)
    {
        document = PolicyDocument.Read(document);
        var partly = UnknownNode.FirstIn(document) is { Why: not null } unknown ? Close(document, unknown, kind, resource, property, isTold) : null;
        document = partly?.Document ?? document;
        if (UnknownNode.FirstIn(document) is not null)
        {
            return null;
        }

        var origin = new PolicyOrigin(name, arn, file, PolicyDocument.StatementLines(document))
        {
            Closed = partly?.Closed.ToImmutableDictionary(static one => one.Key, one => Text(one.Value, resource, property)) ?? ImmutableDictionary<int, string>.Empty,
        };
        var isOwn = arn is not null && !arn.Contains("::aws:", StringComparison.Ordinal);
        var json = PolicyDocument.ToJson(document);
        // A trust policy that denies everybody is nothing that IAM takes, and what stands for an unknown one.
        var result = Policy.Parse(json, kind, origin, new PolicyParseOptions(executeApiArn, isOwn) { Stored = partly is not null && kind == PolicyKind.Trust });
        CheckSize(json, QuotaOf(kind, isOwn), document.Line, resource, property);
        foreach (var error in isTold ? [] : result.Errors)
        {
            var path = error.JsonPath.TrimStart('$').TrimStart('.');
            errors.Add(
                PolicyDocument.LineOf(document, error.JsonPath), resource, path.Length == 0 ? property : $"{property}.{path}",
                error.Message, error.Remedy);
        }

        return partly is null || result.Policy is null ? result.Policy : partly.Void.Aggregate(result.Policy, static (policy, index) => policy.WithoutStatement(index));
    }

    private PartlyKnownPolicy Close(Node document, UnknownNode unknown, PolicyKind kind, string resource, string property, bool isTold)
    {
        if (!isTold)
        {
            errors.Close(unknown.Line, resource, property, unknown.Why!.Message, unknown.Why.Remedy);
        }

        return PartlyKnownPolicy.Of(document, UnknownPolicy.NamesPrincipals(kind), kind == PolicyKind.Trust);
    }

    private string Text(UnknownNode unknown, string resource, string property) =>
        new Closure(new SourceLine(file, unknown.Line), resource, property, unknown.Why?.Message ?? "It could not be read.", unknown.Why?.Remedy ?? "").ToString();

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
