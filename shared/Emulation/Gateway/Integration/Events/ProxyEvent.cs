using System.Text.Json;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Sessions;
using SigV4;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// The event that a Lambda proxy integration receives from a REST API, and from an HTTP API in payload format 1.0.
/// API Gateway Developer Guide, "Set up Lambda proxy integrations", "Input format of a Lambda function for proxy integration".
/// </summary>
internal abstract class ProxyEvent : EventFormat
{
    protected override void WriteMembers(Utf8JsonWriter json, GatewayRequest request, GatewayDecision decision)
    {
        WriteRequest(json, request, CallerIdentity.Of(decision), decision.Context);
        EventBody.Write(json, request, MediaTypes.AnyMatches(request.Target.BinaryMediaTypes, request.Header("Content-Type")));
    }

    protected abstract string PathOf(GatewayRequest request);

    protected abstract List<HeaderField> HeadersOf(GatewayRequest request);

    protected abstract IEnumerable<KeyValuePair<string, string>> PathParametersOf(GatewayRequest request);

    protected abstract void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer);

    /// <summary>Everything but the body; maps also with nothing in them, where they are always there.</summary>
    protected void WriteRequest(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, bool isThere = false)
    {
        json.WriteString("resource", request.Route.Path);
        json.WriteString("path", PathOf(request));
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.Write(json, HeadersOf(request));
        ProxyEventQuery.Write(json, request.Received.Query, isThere);
        WriteMap(json, "pathParameters", PathParametersOf(request), isThere);
        WriteMap(json, "stageVariables", request.Target.Api.StageVariables, isThere);
        WriteContext(json, request, caller, authorizer);
    }

    protected void WriteCall(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller)
    {
        json.WriteString("domainName", request.DomainName);
        json.WriteString("domainPrefix", request.DomainPrefix);
        json.WriteString("extendedRequestId", request.Ids.ExtendedRequestId);
        json.WriteString("httpMethod", request.Method);
        json.WriteStartObject("identity");
        json.WriteString("accessKey", caller.AccessKey);
        json.WriteString("accountId", caller.AccountId);
        if (caller.Key is { } key)
        {
            json.WriteString("apiKey", key.Value);
            if (key.KeyId is not null)
            {
                json.WriteString("apiKeyId", key.KeyId);
            }
        }

        json.WriteString("caller", caller.UserId);
        WriteAmr(json);
        json.WriteString("cognitoAuthenticationProvider", caller.Cognito?.AuthenticationProvider);
        json.WriteString(
            "cognitoAuthenticationType",
            caller.Cognito is { } cognito ? (cognito.IsAuthenticated ? CognitoSession.Authenticated : CognitoSession.Unauthenticated) : null);
        json.WriteString("cognitoIdentityId", caller.Cognito?.IdentityId);
        json.WriteString("cognitoIdentityPoolId", caller.Cognito?.PoolId);
        json.WriteString("principalOrgId", caller.OrganizationId);
        json.WriteString("sourceIp", request.Received.SourceIp.ToString());
        json.WriteString("user", caller.UserId);
        json.WriteString("userAgent", request.Header("User-Agent"));
        json.WriteString("userArn", caller.Arn);
        json.WriteEndObject();
    }

    protected virtual void WriteAmr(Utf8JsonWriter json)
    {
    }

    protected static void EndContext(Utf8JsonWriter json, GatewayRequest request, ReadOnlySpan<char> path, string requestId, string? resourceId)
    {
        json.WriteString("path", path);
        json.WriteString("protocol", request.Received.Protocol);
        json.WriteString("requestId", requestId);
        json.WriteString("requestTime", TimeOf(request));
        json.WriteNumber("requestTimeEpoch", request.ReceivedAt.ToUnixTimeMilliseconds());
        json.WriteString("resourceId", resourceId);
        json.WriteString("resourcePath", request.Route.Path);
        json.WriteString("stage", request.Target.Api.StageName);
        json.WriteEndObject();
    }
}
