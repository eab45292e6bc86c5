namespace Emulation.Gateway.Answers;

/// <summary>
/// The media types that an HTTP API takes for text; a body of any other type reaches the function base64-encoded.
/// API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
/// </summary>
internal static class TextTypes
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase) { "application/json", "application/javascript", "application/xml" };

    public static bool IsText(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return true;
        }

        var type = contentType.AsSpan();
        type = (type.IndexOf(';') is var end and >= 0 ? type[..end] : type).Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || Known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(type)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
    }
}
