using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.States;

/// <summary>State machines, activities and executions as calls name them. Service Authorization Reference, "Resource types defined by AWS Step Functions".</summary>
internal static partial class StateMachineName
{
    // AWS: no white space, no brackets, wildcards or special characters, no control characters.
    private const string NameForm = @"[^\s<>{}\[\]?*""#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}";
    private const string Before = "arn:aws:states:[a-z0-9-]{1,32}:[0-9]{12}:";

    /// <summary>The state machine that a member names, without its version or alias, and that one apart; null where none is named.</summary>
    /// <exception cref="RefusedException">It is no state machine's ARN.</exception>
    public static (string Arn, string? Qualifier) Of(FrontCall call, string member) => Machine().Match(call.Needed(member)) is { Success: true } match
        ? (match.Groups["machine"].Value, match.Groups["qualifier"] is { Success: true } qualifier ? qualifier.Value : null)
        : throw Wrong(call, member);

    /// <summary>An activity.</summary>
    /// <exception cref="RefusedException">It is no activity's ARN.</exception>
    public static string OfActivity(FrontCall call, string member) => Matched(call, member, Activity());

    /// <summary>An execution, of a standard or an express state machine.</summary>
    /// <exception cref="RefusedException">It is no execution's ARN.</exception>
    public static string OfExecution(FrontCall call, string member) => Matched(call, member, Execution());

    /// <summary>The run of a distributed map.</summary>
    /// <exception cref="RefusedException">It is no map run's ARN.</exception>
    public static string OfMapRun(FrontCall call, string member) => Matched(call, member, MapRun());

    /// <summary>What tags are on: a state machine or an activity. A version and an alias have those of their state machine.</summary>
    /// <exception cref="RefusedException">It is neither.</exception>
    public static string OfTagged(FrontCall call, string member) => Activity().IsMatch(call.Needed(member)) ? call.Needed(member) : Of(call, member).Arn;

    /// <summary>Whether it is the ARN of a state machine or an activity.</summary>
    public static bool HasTags(string arn) => Activity().IsMatch(arn) || (Machine().Match(arn) is { Success: true } match && !match.Groups["qualifier"].Success);

    /// <summary>A new one of the caller's account.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind"><c>stateMachine</c> or <c>activity</c>.</param>
    /// <exception cref="RefusedException">It is no name.</exception>
    public static string New(FrontCall call, string kind) => Name().IsMatch(call.Needed("name"))
        ? $"arn:aws:states:{call.Region}:{call.Home}:{kind}:{call.Needed("name")}"
        : throw new RefusedException(new ServiceRefusal(400, "InvalidName", $"Invalid Name: '{Wire.ClientText.Shown(call.Needed("name"))}'"));

    private static string Matched(FrontCall call, string member, Regex form) => form.IsMatch(call.Needed(member)) ? call.Needed(member) : throw Wrong(call, member);

    private static RefusedException Wrong(FrontCall call, string member) =>
        new(new ServiceRefusal(400, "InvalidArn", $"Invalid Arn: '{Wire.ClientText.Shown(call.Needed(member))}' is no ARN that {member} can have"));

    [GeneratedRegex(@"\A" + NameForm + @"\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?<machine>" + Before + "stateMachine:" + NameForm + @")(/[^\s:/?*{}]{1,80})?(:(?<qualifier>[A-Za-z0-9_.-]{1,80}))?\z")]
    private static partial Regex Machine();

    [GeneratedRegex(@"\A" + Before + "activity:" + NameForm + @"\z")]
    private static partial Regex Activity();

    [GeneratedRegex(@"\Aarn:aws:states:[a-z0-9-]{1,32}:[0-9]{12}:(execution:[^\s:?*{}]{1,170}:[^\s:?*{}]{1,80}|express:[^\s:?*{}]{1,170}:[^\s:?*{}]{1,80}:[^\s:?*{}]{1,80})\z")]
    private static partial Regex Execution();

    [GeneratedRegex(@"\Aarn:aws:states:[a-z0-9-]{1,32}:[0-9]{12}:mapRun:[^\s:?*{}]{1,170}:[^\s:?*{}]{1,80}\z")]
    private static partial Regex MapRun();
}
