using System.Text.Json.Nodes;
using Emulation.Calls;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// Images that Amazon ECR fetches from another registry in the puller's name: for that a pull needs two more actions, and for no other. Amazon ECR User Guide, "IAM permissions
/// required to sync an upstream registry with an Amazon ECR private registry". Whether a registry does that only the server knows; one that tells of no rule fetches nothing.
/// </summary>
internal static class PullThroughCache
{
    private static readonly string[] OfFetching = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    private static readonly string[] Pulls = ["BatchGetImage", "GetDownloadUrlForLayer", "ListImageReferrers"];

    /// <summary>The questions without those that only a registry with such a rule asks.</summary>
    public static async ValueTask<IReadOnlyList<Ask>> NarrowAsync(FrontCall call, IReadOnlyList<Ask> asks)
    {
        if (!Pulls.Contains(call.Operation) || !asks.Any(IsOfFetching))
        {
            return asks;
        }

        var behind = call.Text("registryId") is { } owner && AccountId.TryParse(owner, out var account) ? call.Behind.In(account) : call.Behind;
        var rules = await behind.AskAsync("DescribePullThroughCacheRules", []).ConfigureAwait(false);
        return rules?["pullThroughCacheRules"] is JsonArray { Count: > 0 } ? asks : [.. asks.Where(static ask => !IsOfFetching(ask))];
    }

    private static bool IsOfFetching(Ask ask) => OfFetching.Contains(ask.Action);
}
