using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Fronts.Kinesis;

/// <summary>Amazon Kinesis Data Streams. Service Authorization Reference, "Actions, resources, and condition keys for Amazon Kinesis Data Streams".</summary>
internal sealed class KinesisService : FrontedService
{
    /// <summary>Of one stream, so that all come at once. The operation is the older, which every server has.</summary>
    private const int MostTags = 50;

    /// <summary>Of no stream, though some name one: policies write an asterisk.</summary>
    private static readonly string[] OfNone =
    [
        "DescribeAccountSettings", "DescribeLimits", "DisableEnhancedMonitoring", "EnableEnhancedMonitoring", "ListStreams", "UpdateAccountSettings",
        "UpdateShardCount", "UpdateStreamMode",
    ];

    private static readonly string[] OfStream =
    [
        "AddTagsToStream", "DecreaseStreamRetentionPeriod", "DeleteStream", "DescribeStream", "DescribeStreamSummary", "GetShardIterator",
        "IncreaseStreamRetentionPeriod", "ListShards", "ListStreamConsumers", "ListTagsForStream", "MergeShards", "PutRecord", "PutRecords", "RegisterStreamConsumer",
        "RemoveTagsFromStream", "SplitShard", "StartStreamEncryption", "StopStreamEncryption", "UpdateMaxRecordSize", "UpdateStreamWarmThroughput",
    ];

    private static readonly string[] OfConsumer = ["DeregisterStreamConsumer", "DescribeStreamConsumer", "SubscribeToShard"];

    private static readonly string[] OfEither = ["DeleteResourcePolicy", "GetResourcePolicy", "ListTagsForResource", "PutResourcePolicy", "TagResource", "UntagResource"];

    public override string SigningName => "kinesis";

    private const string Target = "Kinesis_20131202";
    private static readonly JsonForm Json = new("kinesis", Target, "1.1", new FrontDialect());

    /// <summary>The members of answers that JSON has no kinds for.</summary>
    private static readonly CborJsonForm Cbor = new(
        Json, Target, ["Data"], ["ApproximateArrivalTimestamp", "ConsumerCreationTimestamp", "EarliestAllowedEndAt", "EndedAt", "StartedAt", "StreamCreationTimestamp"],
        ["SubscribeToShard"]);

    public override IReadOnlyList<IFrontForm> Forms { get; } = [Cbor, Json];

    public override IReadOnlyCollection<string> Operations { get; } = [.. OfNone, .. OfStream, .. OfConsumer, .. OfEither, "CreateStream", "GetRecords"];

    public override TagQuestion? TagsOf(string arn) => arn.Split(':', 6) is ["arn", "aws", "kinesis", _, _, var name] && name.StartsWith("stream/", StringComparison.Ordinal)
        ? name.Split('/') is [_, var stream]
            ? new TagQuestion("ListTagsForStream", new JsonObject { ["StreamName"] = stream, ["Limit"] = MostTags })
            : new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceARN"] = arn })
        : null;

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) =>
        StreamDryRun.Plan(call, StreamKeys.Plan(call, await PlannedAsync(call).ConfigureAwait(false)));

    private static async ValueTask<FrontPlan> PlannedAsync(FrontCall call) => call.Operation switch
    {
        "CreateStream" => Created(call),
        "GetRecords" => ShardIterators.Read(call),
        "ListShards" when call.Text("NextToken") is { } token && StreamName.Of(call) is null => ShardIterators.OfToken(call, "ListShards", token),
        var operation when OfNone.Contains(operation) => None(call, operation),
        var operation when OfConsumer.Contains(operation) => await Consumers.PlanAsync(call).ConfigureAwait(false),
        var operation when OfEither.Contains(operation) => StreamPolicies.Plan(call),
        var operation => OfOne(call, operation),
    };

    private static FrontPlan None(FrontCall call, string operation)
    {
        // A name that is none is refused all the same; another account's stream stays its own.
        var stream = operation is "ListStreams" ? null : StreamName.Of(call);
        return stream is null || StreamAsk.OwnerOf(stream) == call.Home
            ? new Ask($"kinesis:{operation}", "*") { Owner = call.Home }
            : StreamAsk.Of(call, operation, stream);
    }

    private static FrontPlan Created(FrontCall call)
    {
        call.Needed("StreamName");
        var stream = StreamName.Of(call)!;
        var tags = call.Tags("Tags");
        var asked = StreamAsk.Of(call, "CreateStream", stream).With(ConditionKey.OfRequest(tags));
        return tags.Count == 0 ? asked : FrontPlan.Of(asked, StreamAsk.Of(call, "AddTagsToStream", stream).With(ConditionKey.OfRequest(tags)));
    }

    private static FrontPlan OfOne(FrontCall call, string operation)
    {
        var stream = StreamName.Of(call) ?? throw StreamName.Wrong("The request must name a stream, by StreamARN or StreamName.");
        List<Ask> asks =
        [
            StreamAsk.Of(call, operation, stream).With(operation switch
            {
                "AddTagsToStream" or "RegisterStreamConsumer" => ConditionKey.OfRequest(call.Tags("Tags")),
                "RemoveTagsFromStream" => ConditionKey.OfRequest(call.Texts("TagKeys")),
                _ => [],
            }),
        ];
        if (operation == "RegisterStreamConsumer" && call.Tags("Tags") is { Count: > 0 } tags)
        {
            var name = call.Needed("ConsumerName") is var given && StreamName.IsName(given) ? given : throw StreamName.Wrong("ConsumerName must be a name.");
            asks.Add(Consumers.OfAny(call, "TagResource", stream, name).With(ConditionKey.OfRequest(tags)));
        }

        if (operation is "StartStreamEncryption" or "StopStreamEncryption" && KeyOf(call) is { } key)
        {
            asks.Add(key);
        }

        var plan = new FrontPlan(asks) { Account = StreamAsk.OwnerOf(stream), Done = operation == "DeleteStream" ? () => Forget(call, stream) : null };
        return operation is "GetShardIterator" or "ListShards" ? ShardIterators.Remembered(call, stream, plan) : plan;
    }

    /// <summary>The consumers of a stream go with it, and the policies of all of them.</summary>
    private static void Forget(FrontCall call, string stream)
    {
        foreach (var (consumer, _) in call.Policies.Below($"{stream}/consumer/"))
        {
            call.Policies.Delete(consumer);
        }

        call.Policies.Delete(stream);
    }

    /// <summary>The key is a resource of the same action; an alias stands for one that only AWS KMS knows.</summary>
    private static Ask? KeyOf(FrontCall call)
    {
        var id = call.Needed("KeyId");
        var arn = id.StartsWith("arn:aws:kms:", StringComparison.Ordinal) && id.Contains(":key/", StringComparison.Ordinal) ? id
            : id.All(static c => char.IsAsciiHexDigit(c) || c == '-') ? $"arn:aws:kms:{call.Region}:{call.Home}:key/{id}" : null;
        if (arn is not null)
        {
            return new Ask($"kinesis:{call.Operation}", arn) { Owner = call.Home };
        }

        var shape = $"arn:aws:kms:{call.Region}:{call.Home}:key/{{key}}";
        return new Ask($"kinesis:{call.Operation}", shape) { Owner = call.Home, OneOf = ResourceShape.Parse(shape) };
    }
}
