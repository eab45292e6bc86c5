using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Sns;

/// <summary>Topics, and what hangs on them, as calls name them: by ARN. Service Authorization Reference, "Resource types defined by Amazon SNS".</summary>
internal static partial class TopicName
{
    /// <summary>The topic that a member names.</summary>
    /// <exception cref="RefusedException">It is no topic's ARN.</exception>
    public static string Of(FrontCall call, string member) => Is(call.Needed(member)) ? call.Needed(member) : throw Wrong(member);

    /// <summary>The topic of the subscription that a member names, whose ARN begins with the topic's.</summary>
    /// <exception cref="RefusedException">It is no subscription's ARN.</exception>
    public static string OfSubscription(FrontCall call, string member)
    {
        var arn = call.Needed(member);
        var end = arn.LastIndexOf(':');
        return end > 0 && Is(arn[..end]) && Last().IsMatch(arn[(end + 1)..]) ? arn[..end] : throw Wrong(member);
    }

    /// <summary>The platform application that a member names.</summary>
    /// <exception cref="RefusedException">It is no application's ARN.</exception>
    public static string OfApplication(FrontCall call, string member) => Application().IsMatch(call.Needed(member)) ? call.Needed(member) : throw Wrong(member);

    /// <summary>The platform application of the endpoint that a member names: AWS's refusals show it.</summary>
    /// <exception cref="RefusedException">It is no endpoint's ARN.</exception>
    public static string OfEndpoint(FrontCall call, string member)
    {
        var arn = call.Needed(member);
        return Endpoint().Match(arn) is { Success: true } match ? $"{match.Groups["before"].Value}app/{match.Groups["application"].Value}" : throw Wrong(member);
    }

    /// <summary>The ARN of what is published to: a topic or an endpoint.</summary>
    /// <exception cref="RefusedException">It is neither.</exception>
    public static string OfTarget(FrontCall call, string member) => Is(call.Needed(member)) || Endpoint().IsMatch(call.Needed(member)) ? call.Needed(member) : throw Wrong(member);

    /// <summary>The ARN of a topic of the caller's account, by its name.</summary>
    /// <exception cref="RefusedException">It is no name of a topic.</exception>
    public static string Named(FrontCall call, string member)
    {
        var arn = $"arn:aws:sns:{call.Region}:{call.Home}:{call.Needed(member)}";
        return Is(arn) ? arn : throw new RefusedException(new ServiceRefusal(400, "InvalidParameter", "Invalid parameter: Topic Name"));
    }

    /// <summary>Whether it is the ARN of a topic.</summary>
    public static bool Is(string arn) => Topic().IsMatch(arn);

    /// <summary>The account in an ARN.</summary>
    public static string AccountOf(string arn) => arn.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    private static RefusedException Wrong(string member) => new(new ServiceRefusal(400, "InvalidParameter", $"Invalid parameter: {member}"));

    [GeneratedRegex(@"\Aarn:aws:sns:[a-z0-9-]{1,32}:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z")]
    private static partial Regex Topic();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex Last();

    [GeneratedRegex(@"\Aarn:aws:sns:[a-z0-9-]{1,32}:[0-9]{12}:app/[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_.-]{1,256}\z")]
    private static partial Regex Application();

    [GeneratedRegex(@"\A(?<before>arn:aws:sns:[a-z0-9-]{1,32}:[0-9]{12}:)endpoint/(?<application>[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_.-]{1,256})/[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex Endpoint();
}
