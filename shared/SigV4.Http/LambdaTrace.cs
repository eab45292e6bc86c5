namespace SigV4.Http;

/// <summary>
/// Passes the trace of a Lambda invocation on with each request of it, as AWS's own SDKs do. AWS Lambda Developer Guide,
/// "Use Lambda recursive loop detection to prevent infinite loops".
/// No signature covers the header, so whoever is on the way may add to it.
/// </summary>
internal static class LambdaTrace
{
    private const string Header = "X-Amzn-Trace-Id";

    /// <summary>Adds the header, unless the request has one or this is no invocation.</summary>
    public static void AddTo(HttpRequestMessage request, Func<string, string?> variable)
    {
        if (variable("_X_AMZN_TRACE_ID") is { Length: > 0 } trace && variable("AWS_LAMBDA_FUNCTION_NAME") is { Length: > 0 } && !request.Headers.NonValidated.Contains(Header))
        {
            request.Headers.TryAddWithoutValidation(Header, trace);
        }
    }
}
