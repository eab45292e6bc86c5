namespace Billing.Charging;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Charge {ChargeId} took {AmountMinor} {Currency} for order {OrderId}.")]
    public static partial void Captured(ILogger logger, string chargeId, string orderId, long amountMinor, string currency);

    [LoggerMessage(101, LogLevel.Warning, "Declined {AmountMinor} {Currency} for order {OrderId}: {Reason}")]
    public static partial void Declined(ILogger logger, string orderId, long amountMinor, string currency, string reason);

    [LoggerMessage(102, LogLevel.Warning, "A request to charge order {OrderId} used the key of another charge.")]
    public static partial void KeyReused(ILogger logger, string orderId);
}
