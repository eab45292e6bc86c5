using Sam;

namespace Emulation.Explain;

/// <summary>
/// In which resources of a template the policy of a resource is: an API, a table and a key have theirs in themselves, so that it cannot refer to what refers to them; that of a
/// queue, a topic, a secret or a bucket is a resource of its own, to which nothing refers.
/// </summary>
internal static class PolicyHolders
{
    /// <summary>Their logical ids; none where the template has no such resource.</summary>
    /// <param name="stack">The template.</param>
    /// <param name="resource">The ARN of the resource that is called, or of what is below it.</param>
    public static IEnumerable<string> Of(Stack stack, string resource)
    {
        var called = resource.Contains(":execute-api:", StringComparison.Ordinal) ? resource.Split('/')[0] : resource;
        string?[] inside = [ApiOf(stack, called)?.LogicalId, TableOf(stack, resource)?.LogicalId, stack.Keys.FirstOrDefault(key => key.Arn.ToString() == resource)?.LogicalId];
        var apart = stack.ResourcePolicies.Where(policy => IsAt(resource, policy.ResourceArn)).SelectMany(static policy => policy.LogicalIds);
        return inside.OfType<string>().Concat(apart).Distinct();
    }

    /// <summary>The API of an ARN that ends with its id.</summary>
    public static RestApi? ApiOf(Stack stack, string arn) => stack.Apis.FirstOrDefault(api => arn.EndsWith($":{api.ApiId}", StringComparison.Ordinal));

    /// <summary>The table that an ARN is of, or of what is below it.</summary>
    public static Table? TableOf(Stack stack, string arn) => stack.Tables.FirstOrDefault(table => IsAt(arn, table.Arn.ToString()));

    private static bool IsAt(string arn, string resource) => arn == resource || arn.StartsWith($"{resource}/", StringComparison.Ordinal);
}
