using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Gateway.Integration.Events;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Writes the event that a Lambda authorizer's function receives. API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer" and "Control access
/// to HTTP APIs with AWS Lambda authorizers".
/// </summary>
internal static class AuthorizerEvent
{
    public static void Write(IBufferWriter<byte> output, GatewayRequest request, LambdaAuthorizer authorizer, ImmutableArray<string> identity)
    {
        using var json = new Utf8JsonWriter(output, ProxyEvent.Options);
        json.WriteStartObject();
        if (authorizer.TokenOnly)
        {
            json.WriteString("type", "TOKEN");
            json.WriteString("authorizationToken", identity[0]);
            json.WriteString("methodArn", request.Arn);
        }
        else
        {
            WriteRequest(json, request, EventFormats.Of(request.Target, authorizer.PayloadFormatVersion), identity);
        }

        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, GatewayRequest request, EventFormat format, ImmutableArray<string> identity)
    {
        json.WriteString("type", "REQUEST");
        json.WriteString(format == EventFormat.Http2 ? "routeArn" : "methodArn", request.Arn);
        if (format == EventFormat.Http2)
        {
            json.WriteStartArray("identitySource");
            foreach (var value in identity)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
            HttpApiEvent.WriteRequest(json, request, null);
            return;
        }

        if (format == EventFormat.Rest)
        {
            ProxyEvent.WriteRestAuthorizerRequest(json, request);
            return;
        }

        var joined = string.Join(',', identity);
        json.WriteString("version", "1.0");
        json.WriteString("identitySource", joined);
        json.WriteString("authorizationToken", joined);
        ProxyEvent.WriteHttpAuthorizerRequest(json, request);
    }
}
