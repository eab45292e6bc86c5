using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Events;

/// <summary>Event buses, rules and the rest as calls name them. Service Authorization Reference, "Resource types defined by Amazon EventBridge".</summary>
internal static partial class BusName
{
    private const string Default = "default";
    private const string BusForm = @"(aws\.partner/[/.\-_A-Za-z0-9]{1,244}|[.\-_A-Za-z0-9]{1,256})";

    /// <summary>The bus that a member names, by name or ARN; the account's default bus where there is no member.</summary>
    /// <exception cref="RefusedException">It is neither.</exception>
    public static string Of(FrontCall call, string member) => call.Text(member) switch
    {
        null => Named(call, Default),
        var name when Name().IsMatch(name) => Named(call, name),
        var arn when Bus().IsMatch(arn) => arn,
        _ => throw Wrong(member),
    };

    /// <summary>A bus that is named by its name alone.</summary>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static string OfName(FrontCall call, string member) => call.Text(member) is not { } name || Name().IsMatch(name) ? Of(call, member) : throw Wrong(member);

    /// <summary>A bus that is named by its ARN alone.</summary>
    /// <exception cref="RefusedException">It is no bus's ARN.</exception>
    public static string OfArn(FrontCall call, string member) => Bus().IsMatch(call.Needed(member)) ? call.Needed(member) : throw Wrong(member);

    /// <summary>A rule on a bus: its ARN names the bus unless that is the default one.</summary>
    /// <exception cref="RefusedException">It is no rule's name.</exception>
    public static string OfRule(FrontCall call, string member)
    {
        var name = call.Needed(member);
        return RuleName().IsMatch(name) ? OfRule(Of(call, "EventBusName"), name) : throw Wrong(member);
    }

    /// <summary>All rules on a bus, as one thing.</summary>
    public static string RulesOf(string bus) => OfRule(bus, "*");

    /// <summary>What tags are on: a rule or a bus, by its ARN.</summary>
    /// <exception cref="RefusedException">It is neither's ARN.</exception>
    public static string OfTagged(FrontCall call, string member) => Tagged().IsMatch(call.Needed(member)) ? call.Needed(member) : throw Wrong(member);

    /// <summary>Whether it is the ARN of a rule or a bus.</summary>
    public static bool HasTags(string arn) => Tagged().IsMatch(arn);

    /// <summary>The bus whose policy is about a resource: the bus itself, or that of a rule.</summary>
    public static string BusOf(string arn)
    {
        var rule = arn.IndexOf(":rule/", StringComparison.Ordinal);
        if (rule < 0)
        {
            return arn;
        }

        var last = arn.LastIndexOf('/');
        return $"{arn[..rule]}:event-bus/{(last == rule + ":rule".Length ? Default : arn[(rule + ":rule/".Length)..last])}";
    }

    /// <summary>Something else of the account, by its name.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">Such as <c>archive</c>.</param>
    /// <param name="member">What names it.</param>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static string OfKind(FrontCall call, string kind, string member) =>
        RuleName().IsMatch(call.Needed(member)) ? $"arn:aws:events:{call.Region}:{call.Home}:{kind}/{call.Needed(member)}" : throw Wrong(member);

    /// <summary>A partner's source of events, which belongs to no account.</summary>
    /// <exception cref="RefusedException">It is no name of one.</exception>
    public static string OfSource(FrontCall call, string member) =>
        Name().IsMatch(call.Needed(member)) ? $"arn:aws:events:{call.Region}::event-source/{call.Needed(member)}" : throw Wrong(member);

    /// <summary>An archive or a connection by its ARN, of which the id after the name is no part in policies.</summary>
    /// <exception cref="RefusedException">It is no such ARN.</exception>
    public static string OfKindsArn(FrontCall call, string kind, string member) => KindsArn(kind, call.Needed(member)) ?? throw Wrong(member);

    /// <inheritdoc cref="OfKindsArn"/>
    public static string? KindsArn(string kind, string arn) =>
        Kinds().Match(arn) is { Success: true } match && match.Groups["kind"].Value == kind ? match.Groups["named"].Value : null;

    private static string OfRule(string bus, string name)
    {
        var slash = bus.IndexOf('/', StringComparison.Ordinal);
        var before = bus[..(slash - "event-bus".Length)];
        return bus[(slash + 1)..] == Default ? $"{before}rule/{name}" : $"{before}rule/{bus[(slash + 1)..]}/{name}";
    }

    private static string Named(FrontCall call, string name) => $"arn:aws:events:{call.Region}:{call.Home}:event-bus/{name}";

    private static RefusedException Wrong(string member) =>
        FrontCall.Invalid($"1 validation error detected: Value at '{member}' failed to satisfy constraint: it is no name or ARN of its kind.");

    // Only a partner's bus has slashes in its name: of another a server may take the last part alone.
    [GeneratedRegex(@"\A" + BusForm + @"\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[.\-_A-Za-z0-9]{1,64}\z")]
    private static partial Regex RuleName();

    [GeneratedRegex(@"\Aarn:aws:events:[a-z0-9-]{1,32}:[0-9]{12}:event-bus/" + BusForm + @"\z")]
    private static partial Regex Bus();

    [GeneratedRegex(@"\Aarn:aws:events:[a-z0-9-]{1,32}:[0-9]{12}:(event-bus/" + BusForm + "|rule/(" + BusForm + @"/)?[.\-_A-Za-z0-9]{1,64})\z")]
    private static partial Regex Tagged();

    [GeneratedRegex(@"\A(?<named>arn:aws:events:[a-z0-9-]{1,32}:[0-9]{12}:(?<kind>archive|connection)/[.\-_A-Za-z0-9]{1,64})(/[A-Za-z0-9-]{1,64})?\z")]
    private static partial Regex Kinds();
}
