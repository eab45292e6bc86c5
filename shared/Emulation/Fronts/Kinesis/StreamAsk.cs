using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kinesis;

/// <summary>The questions about streams and consumers, with their policies.</summary>
internal static class StreamAsk
{
    /// <summary>What a policy can give to other accounts. Amazon Kinesis Data Streams Developer Guide, "Sharing access using resource-based policies".</summary>
    private static readonly string[] OfOtherAccounts =
    [
        "DescribeStreamConsumer", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards", "PutRecord", "PutRecords", "SubscribeToShard",
        "DescribeStream", "ListStreamConsumers", "RegisterStreamConsumer", "DeregisterStreamConsumer",
    ];

    public static Ask Of(FrontCall call, string operation, string arn) => new($"kinesis:{operation}", arn)
    {
        ResourcePolicy = OwnerOf(arn) == call.Home || OfOtherAccounts.Contains(operation) ? call.Policies.Of(arn) : null,
    };

    /// <summary>The account in an ARN that was read.</summary>
    public static AccountId OwnerOf(string arn) => AccountId.Parse(arn.Split(':')[4]);
}
