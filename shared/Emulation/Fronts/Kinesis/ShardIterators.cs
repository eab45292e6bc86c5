using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kinesis;

/// <summary>
/// Shard iterators and list tokens, which name no stream that anybody else could read: LocalAws remembers of which stream it passed them on. They hold for five minutes.
/// Any other is asked as one of any stream of the account.
/// </summary>
internal static class ShardIterators
{
    private const string Iterator = "shard iterator";
    private const string Token = "list of shards";

    public static FrontPlan Read(FrontCall call)
    {
        var iterator = call.Needed("ShardIterator");
        var known = call.Recall(Iterator, Mine(call, iterator));
        if (StreamName.Of(call) is { } named && known is not null && named != known)
        {
            throw StreamName.Wrong("The shard iterator is of another stream than StreamARN.");
        }

        // Where it is not known, the stream that the call names says nothing of what the server will read.
        return known is null ? Remembered(call, null, new FrontPlan([OfAny(call, "GetRecords")]))
            : Remembered(call, known, new FrontPlan([StreamAsk.Of(call, "GetRecords", known)]) { Account = StreamAsk.OwnerOf(known) });
    }

    /// <summary>A page of a list, behind a token that stands for its stream.</summary>
    public static FrontPlan OfToken(FrontCall call, string operation, string token) => call.Recall(Token, Mine(call, token)) is { } stream
        ? Remembered(call, stream, new FrontPlan([StreamAsk.Of(call, operation, stream)]) { Account = StreamAsk.OwnerOf(stream) })
        : new FrontPlan([OfAny(call, operation)]);

    /// <summary>Remembers what an answer hands out for a stream.</summary>
    public static FrontPlan Remembered(FrontCall call, string? stream, FrontPlan plan) => stream is null ? plan : plan with
    {
        Answered = answer =>
        {
            foreach (var (member, kind) in new[] { ("ShardIterator", Iterator), ("NextShardIterator", Iterator), ("NextToken", Token) })
            {
                if ((string?)answer[member] is { Length: > 0 } handed)
                {
                    call.Remember(kind, Mine(call, handed), stream);
                }
            }
        },
    };

    /// <summary>Servers hand out the same text for streams of the same name in two accounts.</summary>
    private static string Mine(FrontCall call, string handed) => $"{call.Home} {handed}";

    private static Ask OfAny(FrontCall call, string operation)
    {
        var shape = $"arn:aws:kinesis:{call.Region}:{call.Home}:stream/{{stream}}";
        return new Ask($"kinesis:{operation}", shape) { Owner = call.Home, OneOf = ResourceShape.Parse(shape) };
    }
}
