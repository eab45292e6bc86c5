using System.Net;

namespace Lambda.Runtime;

/// <summary>The Runtime API answered something that leaves the runtime nothing to do but end.</summary>
internal sealed class RuntimeApiException : Exception
{
    public RuntimeApiException(string message)
        : base("The Lambda Runtime API broke its protocol: " + message)
    {
    }

    public RuntimeApiException(string operation, HttpStatusCode status)
        : base($"The Lambda Runtime API answered {(int)status} to '{operation}'. The function's environment is unusable; its host must start another.")
    {
    }
}

/// <summary>The Runtime API's host is not there any more: its address refuses, or it closed the connection.</summary>
internal sealed class RuntimeApiGoneException(string where, Exception? cause)
    : Exception($"The Lambda Runtime API at {where} is gone ({cause?.GetBaseException().Message.TrimEnd('.') ?? "it closed the connection"}).", cause)
{
    /// <summary>True for the failures of a socket whose other end refused, reset or closed.</summary>
    public static bool Explains(Exception failure) => failure switch
    {
        HttpRequestException http => http.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.NameResolutionError
            || http.InnerException is IOException,
        IOException => true,
        _ => false,
    };
}
