namespace Emulation;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "What ran before the templates were read anew has not ended as it should.")]
    public static partial void DeploymentNotEnded(ILogger logger, Exception e);
}
