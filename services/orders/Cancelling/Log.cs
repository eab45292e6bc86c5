namespace Orders.Cancelling;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Order {OrderId} is cancelled, charge {ChargeId} is refunded.")]
    public static partial void Cancelled(ILogger logger, string orderId, string chargeId);
}
