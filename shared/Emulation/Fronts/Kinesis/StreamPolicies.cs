using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kinesis;

/// <summary>The operations of streams and consumers alike: their policies, which are kept, and their tags. Amazon Kinesis Data Streams API Reference, PutResourcePolicy.</summary>
internal static class StreamPolicies
{
    public static FrontPlan Plan(FrontCall call)
    {
        if (call.Text("StreamId") is not null)
        {
            throw StreamName.Wrong("LocalAws does not know which stream a StreamId is. Send ResourceARN alone.");
        }

        var arn = StreamName.Either(call, call.Needed("ResourceARN"));
        var asked = StreamAsk.Of(call, call.Operation, arn).With(call.Operation switch
        {
            "TagResource" => ConditionKey.OfRequest(call.Tags("Tags")),
            "UntagResource" => ConditionKey.OfRequest(call.Texts("TagKeys")),
            _ => [],
        });
        return new FrontPlan([asked])
        {
            Account = StreamAsk.OwnerOf(arn),
            Done = call.Operation switch
            {
                "PutResourcePolicy" => Put(call, arn),
                "DeleteResourcePolicy" => () => call.Policies.Delete(arn),
                _ => null,
            },
        };
    }

    private static Action Put(FrontCall call, string arn)
    {
        var result = ResourcePolicies.Parse(arn, call.Needed("Policy"));
        return result.Policy is { } policy
            ? () => call.Policies.Put(arn, policy)
            : throw StreamName.Wrong($"The policy is invalid. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
    }
}
