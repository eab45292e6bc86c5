using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kinesis;

/// <summary>
/// Calls that ask whether they would be allowed (<c>DryRun</c>), of September 2026: LocalAws answers them, since a server that is older would do them (captured:
/// kinesis/dry_run.json of radkawar/stackd).
/// </summary>
internal static class StreamDryRun
{
    private static readonly string[] Operations = ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"];

    public static FrontPlan Plan(FrontCall call, FrontPlan plan) =>
        Operations.Contains(call.Operation) && call.Switch("DryRun") == true ? plan with { Instead = () => AnswerAsync(call, plan.Asks[0]) } : plan;

    /// <summary>What is not there is told first; of a shard iterator that nobody knows the stream is not looked for.</summary>
    private static async ValueTask<ServiceRefusal> AnswerAsync(FrontCall call, Ask asked)
    {
        var stream = asked.Resource.Split("/consumer/")[0];
        if (asked.OneOf is null || call.Operation == "SubscribeToShard")
        {
            var (owner, name) = (StreamAsk.OwnerOf(stream), stream.Split('/')[^1]);
            var reply = await call.Behind.In(owner).ReplyAsync("DescribeStreamSummary", new JsonObject { ["StreamName"] = name }).ConfigureAwait(false);
            if (reply.IsAbsent)
            {
                return new ServiceRefusal(400, "ResourceNotFoundException", $"Stream {name} under account {owner} not found.");
            }
        }

        return new ServiceRefusal(
            400, "DryRunOperationException",
            $"DryRunOperation validation succeeded while calling {call.Operation} operation.: Request would have succeeded, but DryRun flag is set.");
    }
}
