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
        if (HasUnknown(document))
        {
            return null;
        }
        var origin = new PolicyOrigin(name, arn, file, PolicyDocument.StatementLines(document));
        var options = executeApiArn is null ? null : new PolicyParseOptions { ExecuteApiArn = executeApiArn };
        var result = Policy.Parse(PolicyDocument.ToJson(document), kind, origin, options);
        foreach (var error in result.Errors)
        {
            var path = error.JsonPath.TrimStart('$').TrimStart('.');
            errors.Add(
                PolicyDocument.LineOf(document, error.JsonPath), resource, path.Length == 0 ? property : $"{property}.{path}",
                error.Message, error.Remedy);
        }
        return result.Policy;
    }

    private static bool HasUnknown(Node node) => node switch
    {
        UnknownNode => true,
        MapNode map => map.Entries.Any(static entry => HasUnknown(entry.Value)),
        ListNode list => list.Items.Any(HasUnknown),
        _ => false,
    };
}
