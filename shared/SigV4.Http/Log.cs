using Microsoft.Extensions.Logging;

namespace SigV4.Http;

/// <summary>What signing says in the log. No credential is a parameter of any of these.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "RoleAssumed", Level = LogLevel.Information,
        Message = "Assumed {RoleArn} as session {SessionName} until {Expires:O}")]
    public static partial void RoleAssumed(ILogger log, string roleArn, string sessionName, DateTime expires);

    [LoggerMessage(EventId = 2, EventName = "RoleNotAssumed", Level = LogLevel.Warning, Message = "{Reason}")]
    public static partial void RoleNotAssumed(ILogger log, string reason);

    [LoggerMessage(EventId = 3, EventName = "ClockCorrected", Level = LogLevel.Warning,
        Message = "{Host} refused a signature made at {SignedAt:O}, since its clock says {ServerTime:O}. Signing with its time from now on; set this machine's clock")]
    public static partial void ClockCorrected(ILogger log, string host, DateTimeOffset signedAt, DateTimeOffset serverTime);
}
