using System.Text;
using System.Text.Json;

namespace Emulation.Gateway;

/// <summary>An answer that API Gateway gives by itself instead of calling the integration: status, error type and body in AWS's words.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ErrorType">Value of <c>x-amzn-ErrorType</c>.</param>
/// <param name="Message">The text in the body, or null for a JSON null.</param>
/// <param name="CapitalM">Whether the body says <c>Message</c>, as authorization refusals do, rather than <c>message</c>.</param>
/// <remarks>API Gateway Developer Guide, "Gateway response types for API Gateway".</remarks>
internal sealed record GatewayError(int StatusCode, string ErrorType, string? Message, bool CapitalM = false)
{
    public static GatewayError MissingAuthenticationToken { get; } = new(403, "MissingAuthenticationTokenException", "Missing Authentication Token");

    /// <summary>The stage does not exist.</summary>
    public static GatewayError Forbidden { get; } = new(403, "ForbiddenException", "Forbidden");

    /// <summary>The function failed or answered something that is no proxy response.</summary>
    public static GatewayError BadIntegrationAnswer { get; } = new(502, "InternalServerErrorException", "Internal server error");

    /// <summary>The integration could not be called at all.</summary>
    public static GatewayError IntegrationFailure { get; } = new(500, "InternalServerErrorException", "Internal server error");

    public static GatewayError IntegrationTimeout { get; } = new(504, "InternalServerErrorException", "Endpoint request timed out");

    public static GatewayError RequestTooLarge { get; } = new(413, "RequestTooLargeException", "Request Too Long");

    /// <summary>The execute-api ARN of the request would exceed 1,600 bytes.</summary>
    public static GatewayError UriTooLong { get; } = new(414, "RequestUriTooLongException", "Request URI Too Long");

    public static GatewayError AccessDenied(string message) => new(403, "AccessDeniedException", message, CapitalM: true);

    /// <summary>The body as JSON bytes.</summary>
    public byte[] Body()
    {
        var name = CapitalM ? "Message" : "message";
        return Encoding.UTF8.GetBytes(Message is null ? $$"""{"{{name}}":null}""" : $$"""{"{{name}}":"{{JsonEncodedText.Encode(Message, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");
    }
}
