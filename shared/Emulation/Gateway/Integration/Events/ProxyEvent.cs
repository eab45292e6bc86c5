using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Routing;
using Emulation.Sessions;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// Writes the event that a Lambda proxy integration receives from a REST API, and from an HTTP API in payload format 1.0.
/// API Gateway Developer Guide, "Set up Lambda proxy integrations", "Input format of a Lambda function for proxy integration".
/// </summary>
internal static class ProxyEvent
{
    public static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(IBufferWriter<byte> output, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteRequest(json, request, caller, authorizer, EventFormats.Of(request.Target, request.Route));
        WriteBody(json, request);
        json.WriteEndObject();
    }

    /// <summary>Everything but the body. The path is the client's, encoded, on a REST API, and decoded on an HTTP API.</summary>
    public static void WriteRequest(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, EventFormat format)
    {
        if (format == EventFormat.Http1)
        {
            json.WriteString("version", "1.0");
        }

        json.WriteString("resource", request.Route.Path);
        json.WriteString("path", format == EventFormat.Http1 ? request.StagedPath : request.Path);
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.Write(json, request);
        ProxyEventQuery.Write(json, request.Query);
        WritePathParameters(json, request, format);
        WriteStageVariables(json, request);
        WriteContext(json, request, caller, authorizer, format);
    }

    /// <summary>What a REST API's authorizer gets of a request: maps that are there, though they are empty.</summary>
    public static void WriteRestAuthorizerRequest(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteString("resource", request.Route.Path);
        json.WriteString("path", request.Path);
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.Write(json, request);
        ProxyEventQuery.Write(json, request.Query, isThere: true);
        WritePathParameters(json, request, EventFormat.Rest, isThere: true);
        WriteStageVariables(json, request, isThere: true);
        WriteContext(json, request, default, null, EventFormat.Rest);
    }

    /// <summary>What an HTTP API's authorizer gets in format 1.0: as captured in apigateway/http_lambda_authorizers of radkawar/stackd.</summary>
    public static void WriteHttpAuthorizerRequest(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteString("resource", "");
        json.WriteString("path", request.StagedPath);
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.WriteJoined(json, request);
        WriteMap(json, "queryStringParameters", ProxyEventQuery.Parse(request.Query).Select(static pair => new KeyValuePair<string, string>(pair.Key, string.Join(',', pair.Value))), isThere: true);
        WriteContext(json, request, default, null, EventFormat.Http1, request.RouteKey);
        WritePathParameters(json, request, EventFormat.Http1, isThere: true);
        WriteStageVariables(json, request, isThere: true);
    }

    /// <summary>As sent on a REST API, decoded on an HTTP API.</summary>
    private static void WritePathParameters(Utf8JsonWriter json, GatewayRequest request, EventFormat format, bool isThere = false) => WriteMap(
        json, "pathParameters", format == EventFormat.Rest ? request.Match.PathParameters : request.Match.PathParameters.Select(static p => new KeyValuePair<string, string>(p.Key, Uri.UnescapeDataString(p.Value))), isThere);

    private static void WriteStageVariables(Utf8JsonWriter json, GatewayRequest request, bool isThere = false) => WriteMap(json, "stageVariables", request.Target.Api.StageVariables, isThere);

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values, bool isThere)
    {
        var begun = isThere;
        if (isThere)
        {
            json.WriteStartObject(name);
        }

        foreach (var (key, value) in values)
        {
            if (!begun)
            {
                json.WriteStartObject(name);
                begun = true;
            }

            json.WriteString(key, value);
        }

        if (begun)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, EventFormat format, string? resourceId = null)
    {
        var target = request.Target;
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", target.AccountId.ToString());
        json.WriteString("apiId", target.Api.ApiId);
        if (authorizer is not null)
        {
            json.WriteStartObject("authorizer");
            authorizer.Write(json, format);
            json.WriteEndObject();
        }

        if (format == EventFormat.Rest)
        {
            json.WriteString("deploymentId", target.DeploymentId);
        }

        json.WriteString("domainName", request.DomainName);
        json.WriteString("domainPrefix", target.Api.ApiId);
        json.WriteString("extendedRequestId", request.Ids.ExtendedRequestId);
        json.WriteString("httpMethod", request.Method);
        WriteIdentity(json, request, caller, format);

        // What lies before a REST event's own path: the stage, or, as with a custom domain's base path, whatever else the client's URL had.
        json.WriteString("path", format == EventFormat.Rest ? request.RawPath : request.StagedPath);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("requestId", format == EventFormat.Rest ? request.Ids.RequestId : request.Ids.ExtendedRequestId);
        json.WriteString("requestTime", request.ReceivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("requestTimeEpoch", request.ReceivedAt.ToUnixTimeMilliseconds());
        json.WriteString("resourceId", format == EventFormat.Rest ? ResourceId.Of(target.Api.ApiId, request.Route.Path) : resourceId);
        json.WriteString("resourcePath", request.Route.Path);
        json.WriteString("stage", target.Api.StageName);
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, EventFormat format)
    {
        json.WriteStartObject("identity");
        json.WriteString("accessKey", caller.AccessKey);
        json.WriteString("accountId", caller.AccountId);
        json.WriteString("caller", caller.UserId);
        if (format == EventFormat.Http1)
        {
            json.WriteNull("cognitoAmr");
        }

        json.WriteString("cognitoAuthenticationProvider", caller.Cognito?.AuthenticationProvider);
        json.WriteString("cognitoAuthenticationType", caller.Cognito is { } cognito ? (cognito.IsAuthenticated ? CognitoSession.Authenticated : CognitoSession.Unauthenticated) : null);
        json.WriteString("cognitoIdentityId", caller.Cognito?.IdentityId);
        json.WriteString("cognitoIdentityPoolId", caller.Cognito?.PoolId);
        json.WriteString("principalOrgId", caller.OrganizationId);
        json.WriteString("sourceIp", request.SourceIp.ToString());
        json.WriteString("user", caller.UserId);
        json.WriteString("userAgent", request.Header("User-Agent"));
        json.WriteString("userArn", caller.Arn);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, GatewayRequest request) =>
        EventBody.Write(json, request, MediaTypes.AnyMatches(request.Target.BinaryMediaTypes, request.Header("Content-Type")));
}

/// <summary>What the function learns about an IAM caller; all null when the route asks for no authentication.</summary>
/// <param name="AccessKey">The access key id that signed.</param>
/// <param name="AccountId">The caller's account.</param>
/// <param name="UserId">The caller's unique id, with the session's name.</param>
/// <param name="Arn">The caller's ARN.</param>
/// <param name="Cognito">The identity of an identity pool that the caller is.</param>
/// <param name="OrganizationId">The organisation of the caller's account; null when it is in none.</param>
internal readonly record struct CallerIdentity(string? AccessKey, string? AccountId, string? UserId, string? Arn, CognitoSession? Cognito, string? OrganizationId = null);
