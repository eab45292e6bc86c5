using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Gateway.Authorizers;
using SigV4;

namespace Emulation.Gateway.Integration.Events;

/// <summary>An HTTP API's event in payload format 1.0: path and path parameters decoded.</summary>
internal sealed class HttpProxyEvent : ProxyEvent
{
    public override string Name => "format 1.0";

    /// <summary>As captured in apigateway/http_lambda_authorizers of radkawar/stackd.</summary>
    public override void WriteAuthorizerMembers(Utf8JsonWriter json, GatewayRequest request, ImmutableArray<string> identity)
    {
        var joined = string.Join(',', identity);
        json.WriteString("methodArn", request.Arn);
        json.WriteString("version", "1.0");
        json.WriteString("identitySource", joined);
        json.WriteString("authorizationToken", joined);
        json.WriteString("resource", "");
        json.WriteString("path", request.StagedPath);
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.WriteJoined(json, request.Shown);
        WriteMap(json, "queryStringParameters", ProxyEventQuery.Joined(request.Received.Query), isThere: true);
        WriteContext(json, request, default, null, request.RouteKey);
        WriteMap(json, "pathParameters", PathParametersOf(request), isThere: true);
        WriteMap(json, "stageVariables", request.Target.Api.StageVariables, isThere: true);
    }

    protected override void WriteMembers(Utf8JsonWriter json, GatewayRequest request, GatewayDecision decision)
    {
        json.WriteString("version", "1.0");
        base.WriteMembers(json, request, decision);
    }

    protected override string PathOf(GatewayRequest request) => request.StagedPath;

    protected override List<HeaderField> HeadersOf(GatewayRequest request) => request.Shown;

    protected override IEnumerable<KeyValuePair<string, string>> PathParametersOf(GatewayRequest request) => Decoded(request.Match.PathParameters);

    protected override void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer) =>
        WriteContext(json, request, caller, authorizer, resourceId: null);

    protected override void WriteAuthorizer(Utf8JsonWriter json, AuthorizerContext authorizer) => authorizer.WriteHttp1(json);

    protected override void WriteAmr(Utf8JsonWriter json) => json.WriteNull("cognitoAmr");

    private void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, string? resourceId)
    {
        BeginContext(json, request);
        WriteAuthorizerIfAny(json, authorizer);
        WriteCall(json, request, caller);
        EndContext(json, request, request.StagedPath, request.Ids.ExtendedRequestId, resourceId);
    }
}
