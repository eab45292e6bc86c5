namespace Orders.Charging;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Error, "Billing refused a request for order {OrderId} with status {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, string orderId, int status, string reason);

    [LoggerMessage(301, LogLevel.Warning, "Billing failed with status {Status} for order {OrderId}.")]
    public static partial void Failing(ILogger logger, string orderId, int status);

    [LoggerMessage(302, LogLevel.Warning, "Billing gave no answer for order {OrderId} at {Path}.")]
    public static partial void OutOfReach(ILogger logger, Exception exception, string orderId, string path);
}
