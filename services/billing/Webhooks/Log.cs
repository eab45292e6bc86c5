namespace Billing.Webhooks;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Information, "Partner {Partner} said {Type} of charge {ChargeId} in event {EventId}.")]
    public static partial void Recorded(ILogger logger, string partner, string eventId, string type, string chargeId);

    [LoggerMessage(301, LogLevel.Warning, "Did not record event {EventId} of partner {Partner} about charge {ChargeId}: {Outcome}.")]
    public static partial void NotRecorded(ILogger logger, string partner, string eventId, string chargeId, string outcome);
}
