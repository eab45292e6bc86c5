using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Wire;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// The event that a Lambda proxy integration receives from an HTTP API in payload format 2.0.
/// API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
/// </summary>
internal class HttpApiEvent : EventFormat
{
    public override string Name => "format 2.0";

    public override bool KeepsValues => true;

    public override void WriteAuthorizerMembers(Utf8JsonWriter json, GatewayRequest request, ImmutableArray<string> identity)
    {
        json.WriteString("routeArn", request.Arn);
        json.WriteTexts("identitySource", identity.AsSpan());
        WriteRequest(json, request, null);
    }

    protected override void WriteMembers(Utf8JsonWriter json, GatewayRequest request, GatewayDecision decision)
    {
        WriteRequest(json, request, decision.Context);
        if (request.Received.Body.Length > 0)
        {
            EventBody.Write(json, request, !TextTypes.IsText(request.Header("Content-Type")));
        }
        else
        {
            json.WriteBoolean("isBase64Encoded", false);
        }
    }

    protected override void WriteAuthorizer(Utf8JsonWriter json, AuthorizerContext authorizer) => authorizer.WriteHttp2(json);

    protected override ProxyResponse? Parse(ReadOnlySpan<byte> payload, out string problem)
    {
        problem = "";
        return InferredResponse.Read(payload) ?? base.Parse(payload, out problem);
    }

    /// <summary>Everything but the body.</summary>
    private void WriteRequest(Utf8JsonWriter json, GatewayRequest request, AuthorizerContext? authorizer)
    {
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", request.RouteKey);
        json.WriteString("rawPath", request.StagedPath);
        json.WriteString("rawQueryString", request.Received.Query);
        WriteHeaders(json, request);
        WriteMapIfAny(json, "queryStringParameters", ProxyEventQuery.Joined(request.Received.Query));
        WriteContext(json, request, authorizer);
        WriteMapIfAny(json, "pathParameters", Decoded(request.Match.PathParameters));
        WriteMapIfAny(json, "stageVariables", request.Target.Api.StageVariables);
    }

    /// <summary>Names in lower case, values of one name joined by commas; cookies apart, since a comma may be in one.</summary>
    private static void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var cookies = new List<string>();
        foreach (var field in request.Shown)
        {
            var name = field.Name.ToLowerInvariant();
            if (name == "cookie")
            {
                cookies.AddRange(field.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }
            else
            {
                ProxyEventHeaders.Join(headers, name, field.Value);
            }
        }

        if (cookies.Count > 0)
        {
            json.WriteTexts("cookies", CollectionsMarshal.AsSpan(cookies));
        }

        ProxyEventHeaders.Write(json, headers);
    }

    private void WriteContext(Utf8JsonWriter json, GatewayRequest request, AuthorizerContext? authorizer)
    {
        var target = request.Target;
        BeginContext(json, request);
        WriteAuthorizerIfAny(json, authorizer);
        json.WriteString("domainName", request.DomainName);
        json.WriteString("domainPrefix", request.DomainPrefix);
        json.WriteStartObject("http");
        json.WriteString("method", request.Method);
        json.WriteString("path", request.StagedPath);
        json.WriteString("protocol", request.Received.Protocol);
        json.WriteString("sourceIp", request.Received.SourceIp.ToString());
        json.WriteString("userAgent", request.Header("User-Agent"));
        json.WriteEndObject();
        json.WriteString("requestId", target.ShownIdOf(request.Ids));
        json.WriteString("routeKey", request.RouteKey);
        json.WriteString("stage", target.Api.StageName);
        json.WriteString("time", TimeOf(request));
        json.WriteNumber("timeEpoch", request.ReceivedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
