using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kinesis;

/// <summary>Consumers of a stream, by ARN, or by name and stream: of that one the server knows the time that its ARN ends with.</summary>
internal static class Consumers
{
    public static async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        if (call.Text("ConsumerARN") is { } arn)
        {
            if (call.Text("StreamId") is not null || call.Text("ConsumerName") is not null || call.Text("StreamARN") is not null)
            {
                throw StreamName.Wrong("Send ConsumerARN alone, or StreamARN and ConsumerName.");
            }

            var consumer = StreamName.Consumer(call, arn);
            return Plan(call, consumer, StreamAsk.Of(call, call.Operation, consumer));
        }

        var stream = StreamName.Of(call) ?? throw StreamName.Wrong("The request must name a consumer, by ConsumerARN or by StreamARN and ConsumerName.");
        var name = call.Needed("ConsumerName");
        if (!StreamName.IsName(name))
        {
            throw StreamName.Wrong("ConsumerName must be a name.");
        }

        var owner = StreamAsk.OwnerOf(stream);
        var asked = new JsonObject { ["StreamARN"] = stream, ["ConsumerName"] = name };
        var found = await call.Behind.In(owner).AskAsync("DescribeStreamConsumer", asked).ConfigureAwait(false);
        return ServerArn.In(owner, (string?)found?["ConsumerDescription"]?["ConsumerARN"]) is { } known
            ? Plan(call, known, StreamAsk.Of(call, call.Operation, known))
            : new FrontPlan([OfAny(call, call.Operation, stream, name)]) { Account = owner };
    }

    /// <summary>A question about a consumer of which the time is not known that its ARN ends with.</summary>
    public static Ask OfAny(FrontCall call, string operation, string stream, string name)
    {
        var shape = $"{stream}/consumer/{name}:{{time}}";
        return new Ask($"kinesis:{operation}", shape) { Owner = StreamAsk.OwnerOf(stream), OneOf = ResourceShape.Parse(shape) };
    }

    private static FrontPlan Plan(FrontCall call, string consumer, Ask asked) => new([asked])
    {
        Account = StreamAsk.OwnerOf(consumer),
        Done = call.Operation == "DeregisterStreamConsumer" ? () => call.Policies.Delete(consumer) : null,
    };
}
