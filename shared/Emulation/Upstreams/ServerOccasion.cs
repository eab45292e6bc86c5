using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// When AWS asks an action besides an operation's own, where neither the data nor the call tell and the server does: what a server does not tell of, it does not do. Who calls is
/// asked about where it depends on them.
/// </summary>
/// <param name="Operations">The operations.</param>
/// <param name="Actions">What they ask only then.</param>
/// <param name="IsThere">Whether the occasion is there.</param>
internal sealed record ServerOccasion(ImmutableArray<string> Operations, ImmutableArray<string> Actions, Func<FrontCall, ValueTask<bool>> IsThere)
{
    private static readonly Dictionary<string, ImmutableArray<ServerOccasion>> BySigningName = new(StringComparer.Ordinal)
    {
        // Amazon ECR User Guide, "IAM permissions required to sync an upstream registry with an Amazon ECR private registry": of images that it fetches in the puller's name.
        ["ecr"] =
        [
            new(
                ["BatchGetImage", "GetDownloadUrlForLayer", "ListImageReferrers"], ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
                static call => TellsAsync(call, call.Text("registryId"), "DescribePullThroughCacheRules", null, "pullThroughCacheRules")),
        ],

        // AWS Glue Developer Guide, "Managing usage profiles": a profile is assigned by the tag of a user or role.
        ["glue"] =
        [
            new(
                ["CreateJob", "UpdateJob", "StartJobRun", "CreateSession"], ["glue:GetUsageProfile"],
                static call => ValueTask.FromResult(call.Caller.Principal.Tags.ContainsKey("glue:UsageProfile"))),
        ],

        // Amazon RDS API Reference: a container database has tenant databases, and a Multi-AZ cluster, which has an instance class, instances of its own.
        ["rds"] =
        [
            new(
                ["DeleteDBInstance"], ["rds:DeleteTenantDatabase"],
                static call => TellsAsync(call, null, "DescribeTenantDatabases", "DBInstanceIdentifier", "TenantDatabaseResourceId")),
            new(
                ["DeleteDBCluster", "ModifyDBCluster"], ["rds:DeleteDBInstance", "rds:ModifyDBInstance"],
                static call => TellsAsync(call, null, "DescribeDBClusters", "DBClusterIdentifier", "DBClusterInstanceClass")),
        ],
    };

    /// <summary>The questions without those for which there is no occasion.</summary>
    public static async ValueTask<IReadOnlyList<Ask>> NarrowAsync(string signingName, FrontCall call, IReadOnlyList<Ask> asks)
    {
        foreach (var occasion in BySigningName.GetValueOrDefault(signingName, []))
        {
            if (occasion.Operations.Contains(call.Operation) && asks.Any(occasion.IsOf) && !await occasion.IsThere(call).ConfigureAwait(false))
            {
                asks = [.. asks.Where(ask => !occasion.IsOf(ask))];
            }
        }

        return asks;
    }

    private bool IsOf(Ask ask) => Actions.Contains(ask.Action);

    /// <summary>Whether the server's answer has something in a member, wherever that stands in it.</summary>
    private static async ValueTask<bool> TellsAsync(FrontCall call, string? account, string operation, string? name, string member)
    {
        var behind = AccountId.TryParse(account, out var owner) ? call.Behind.In(owner) : call.Behind;
        var asked = name is null ? [] : new JsonObject { [name] = call.Text(name) };
        return await behind.AskAsync(operation, asked).ConfigureAwait(false) is { } answer && Has(answer, member);
    }

    private static bool Has(JsonNode? node, string member) => node switch
    {
        JsonObject structure => structure.Any(one => one.Key == member ? one.Value is JsonArray { Count: > 0 } or JsonObject or JsonValue : Has(one.Value, member)),
        JsonArray list => list.Any(item => Has(item, member)),
        _ => false,
    };
}
