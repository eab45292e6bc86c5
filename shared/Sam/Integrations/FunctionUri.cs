namespace Sam.Integrations;

/// <summary>
/// The URI by which API Gateway calls a function: <c>arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{the function's ARN}/invocations</c>.
/// AWS CloudFormation, "AWS::ApiGateway::Method Integration", Uri.
/// </summary>
internal static class FunctionUri
{
    /// <summary>How to write one.</summary>
    public const string Remedy = "Write !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations.";

    private const string After = "/invocations";

    private static readonly string[] Before = [":lambda:path/2015-03-31/functions/", ":lambda:path//2015-03-31/functions/"];

    /// <summary>What the URI names the function by; null of a URI of another service or form.</summary>
    public static string? FunctionOf(string uri)
    {
        if (!uri.StartsWith("arn:", StringComparison.Ordinal) || !uri.EndsWith(After, StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var before in Before)
        {
            if (uri.IndexOf(before, StringComparison.Ordinal) is var start and > 0 && uri.Length - After.Length > start + before.Length)
            {
                return uri[(start + before.Length)..^After.Length];
            }
        }

        return null;
    }

    /// <summary>Whether it is one, though the function is another service's or is called to stream its answer.</summary>
    public static bool IsOfAws(string uri) => uri.StartsWith("arn:", StringComparison.Ordinal) && uri.Contains(":apigateway:", StringComparison.Ordinal);
}
