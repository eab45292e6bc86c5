using Orders.Ordering;

namespace Orders.Placing;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Order {OrderId} of {CustomerId} over {TotalMinor} {Currency} is stored.")]
    public static partial void Placed(ILogger logger, string orderId, string customerId, long totalMinor, string currency);

    [LoggerMessage(101, LogLevel.Information, "Order {OrderId} is {Status}.")]
    public static partial void Settled(ILogger logger, string orderId, OrderStatus status);

    [LoggerMessage(102, LogLevel.Warning, "An order of {CustomerId} used the key of another order.")]
    public static partial void KeyReused(ILogger logger, string customerId);

    [LoggerMessage(103, LogLevel.Error, "The receipt of order {OrderId} could not be kept. The order stays pending.")]
    public static partial void ReceiptNotKept(ILogger logger, Exception exception, string orderId);
}
