namespace Emulation.FrontDoor;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 100, EventName = "RequestFailed", Level = LogLevel.Error,
        Message = "{Method} {Path} failed inside LocalAws; this is a defect of LocalAws, not of your stack.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(
        EventId = 101, EventName = "ForeignHost", Level = LogLevel.Information,
        Message = "403 for the Host '{Host}': LocalAws does not answer to that name. " + LocalNames.Remedy)]
    public static partial void ForeignHost(ILogger logger, string host);
}
