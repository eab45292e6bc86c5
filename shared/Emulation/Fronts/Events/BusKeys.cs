using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Events;

/// <summary>
/// What EventBridge asks of KMS for buses and archives that get a customer's key: of who gives it, in its name, and for EventBridge itself, which encrypts events by itself. Amazon
/// EventBridge User Guide, "Authorizing EventBridge to use a customer managed key"; captured: eventbridge/bus_kms_control.json of radkawar/stackd.
/// </summary>
internal static class BusKeys
{
    private const string Principal = "events.amazonaws.com";
    private const string Member = "KmsKeyIdentifier";

    public static FrontPlan Plan(FrontCall call, FrontPlan plan) =>
        call.Keys is not null && call.Operation is "CreateEventBus" or "UpdateEventBus" or "CreateArchive" or "UpdateArchive" && call.Text(Member) is { Length: > 0 } key
            ? plan with { Then = () => AsksAsync(call, plan.Asks[0].Resource, key) } : plan;

    private static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string arn, string key)
    {
        var context = KeyValuePair.Create("aws:events:event-bus:arn", await BusOfAsync(call, arn).ConfigureAwait(false));
        return
        [
            .. await ResourceKeys.AsksAsync(call, "events", key, ["DescribeKey"], [], arn, static words => Denied("DescribeKey", words)).ConfigureAwait(false),
            .. await ResourceKeys.AsksAsync(
                call, "events", key, ["GenerateDataKeyWithoutPlaintext"], [context], arn, words => FrontCall.Invalid($"Parameter {key} is not valid. Reason: {words}").Refusal)
                .ConfigureAwait(false),
            .. await ResourceKeys.AsksOfServiceAsync(call, Principal, key, ["GenerateDataKey", "Decrypt"], context, arn, OfService).ConfigureAwait(false),
        ];
    }

    /// <summary>An archive's events are encrypted as those of the bus that they come from.</summary>
    private static async ValueTask<string> BusOfAsync(FrontCall call, string arn) => call.Operation switch
    {
        "CreateArchive" => BusName.OfArn(call, "EventSourceArn"),
        "UpdateArchive" => (string?)(await call.Behind.AskAsync("DescribeArchive", new JsonObject { ["ArchiveName"] = call.Needed("ArchiveName") }).ConfigureAwait(false))
            ?["EventSourceArn"] ?? arn,
        _ => arn,
    };

    private static ServiceRefusal OfService(Ask ask)
    {
        var action = ask.Action.Split(':')[1];
        return Denied(action, $"{Principal} is not authorized to perform: {ask.Action} on {ask.Resource} because the resource does not exist in this Region, "
            + "no resource-based policies allow access, or a resource-based policy explicitly denies access");
    }

    private static ServiceRefusal Denied(string action, string why) => new(400, "AccessDeniedException", $"Access to call kms:{action} is denied. Reason: {why}");
}
