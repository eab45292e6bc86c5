namespace Billing.Refunding;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Refund {RefundId} gave back {AmountMinor} {Currency} of charge {ChargeId}.")]
    public static partial void Refunded(ILogger logger, string refundId, string chargeId, long amountMinor, string currency);

    [LoggerMessage(201, LogLevel.Warning, "Did not give back {AmountMinor} of charge {ChargeId}: {Outcome}.")]
    public static partial void NotRefunded(ILogger logger, string chargeId, long amountMinor, string outcome);
}
