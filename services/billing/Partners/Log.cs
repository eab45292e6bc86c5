namespace Billing.Partners;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Refused a partner's token: {Failure}.")]
    public static partial void Refused(ILogger logger, TokenFailure failure);

    [LoggerMessage(401, LogLevel.Warning, "Denied partner {Partner}, who is suspended.")]
    public static partial void Suspended(ILogger logger, string partner);
}
