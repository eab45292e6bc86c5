namespace Emulation;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "What ran before the templates were read anew has not ended as it should.")]
    public static partial void DeploymentNotEnded(ILogger logger, Exception e);

    [LoggerMessage(2, LogLevel.Warning, "{Cause} What the template declares there is made once the server answers; everything else runs.")]
    public static partial void ServerIsAway(ILogger logger, string cause);
}
