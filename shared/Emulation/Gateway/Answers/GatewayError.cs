using System.Text;
using System.Text.Json;

namespace Emulation.Gateway.Answers;

/// <summary>An answer that API Gateway gives by itself instead of calling the integration: status, error type and body in AWS's words.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ErrorType">Value of <c>x-amzn-ErrorType</c>; null where there is no such header, as of HTTP APIs.</param>
/// <param name="Message">The text in the body, or null for a JSON null.</param>
/// <param name="CapitalM">Whether the body says <c>Message</c>, as authorization refusals do, rather than <c>message</c>.</param>
/// <remarks>API Gateway Developer Guide, "Gateway response types for API Gateway".</remarks>
internal sealed record GatewayError(int StatusCode, string? ErrorType, string? Message, bool CapitalM = false)
{
    /// <summary>Value of <c>www-authenticate</c>; null without one.</summary>
    public string? Challenge { get; init; }

    /// <summary>The type of response by which a REST API gives it other words; null of what has none.</summary>
    public string? ResponseType { get; init; }

    public static GatewayError AccessDenied(string message) => new(403, "AccessDeniedException", message, CapitalM: true) { ResponseType = "ACCESS_DENIED" };

    /// <summary>The body as JSON bytes.</summary>
    public byte[] Body()
    {
        var name = CapitalM ? "Message" : "message";
        return Encoding.UTF8.GetBytes(Message is null
            ? $$"""{"{{name}}":null}"""
            : $$"""{"{{name}}":"{{JsonEncodedText.Encode(Message, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");
    }
}
