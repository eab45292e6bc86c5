using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kinesis;

/// <summary>Streams and their consumers as calls name them: by name, or by ARN, which counts. Amazon Kinesis Data Streams Developer Guide, "Controlling access".</summary>
internal static class StreamName
{
    /// <summary>The ARN of the stream that a call names; null when it names none.</summary>
    /// <exception cref="RefusedException">It names two, or none that is one.</exception>
    public static string? Of(FrontCall call)
    {
        if (call.Text("StreamId") is not null)
        {
            throw Wrong("LocalAws does not know which stream a StreamId is. Send StreamARN.");
        }

        var (name, arn) = (call.Text("StreamName"), call.Text("StreamARN"));
        if (arn is not null)
        {
            var stream = Stream(call, arn);
            return name is null || stream.EndsWith($":stream/{name}", StringComparison.Ordinal) ? stream : throw Wrong("StreamName and StreamARN must be of one stream.");
        }

        return name is null ? null
            : IsName(name) ? $"arn:aws:kinesis:{call.Region}:{call.Home}:stream/{name}"
            : throw Wrong($"{Wire.ClientText.Shown(name)} is no name of a stream.");
    }

    /// <summary>The ARN of a stream.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string Stream(FrontCall call, string arn) =>
        Read(call, arn) is { } read && read.Resource.Split('/') is ["stream", var name] && IsName(name)
            ? arn : throw Wrong($"{Wire.ClientText.Shown(arn)} is no ARN of a stream of this region.");

    /// <summary>The ARN of a consumer, <c>stream/NAME/consumer/CONSUMER:TIME</c>; some servers leave the time out.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string Consumer(FrontCall call, string arn) =>
        Read(call, arn) is { } read && read.Resource.Split('/') is ["stream", var name, "consumer", var consumer] && IsName(name)
            && consumer.Split(':') is [var own, .. var time] && IsName(own) && (time.Length == 0 || (time.Length == 1 && time[0].Length > 0 && time[0].All(char.IsAsciiDigit)))
            ? arn : throw Wrong($"{Wire.ClientText.Shown(arn)} is no ARN of a consumer of this region.");

    /// <summary>A stream or a consumer.</summary>
    /// <exception cref="RefusedException">It is none of both.</exception>
    public static string Either(FrontCall call, string arn) => arn.Contains("/consumer/", StringComparison.Ordinal) ? Consumer(call, arn) : Stream(call, arn);

    /// <summary>Whether it is the name of a stream or a consumer.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 128 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    public static RefusedException Wrong(string message) => new(new ServiceRefusal(400, "InvalidArgumentException", message));

    private static Arn? Read(FrontCall call, string text) =>
        Arn.TryParse(text, out var arn) && arn is { Partition: "aws", Service: "kinesis" } && arn.Region == call.Region && AccountId.TryParse(arn.Account, out _) ? arn : null;
}
