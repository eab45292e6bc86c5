using Orders.Ordering;

namespace Orders.Resuming;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "Resuming order {OrderId}, which is {Status}.")]
    public static partial void Resuming(ILogger logger, string orderId, OrderStatus status);

    [LoggerMessage(401, LogLevel.Error, "Resuming orders failed.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
