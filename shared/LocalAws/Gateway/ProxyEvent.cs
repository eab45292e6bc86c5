using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Emulation.Gateway.Authorizers;
using Emulation.Iam;

namespace Emulation.Gateway;

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

    /// <summary>Everything but the body.</summary>
    public static void WriteRequest(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, EventFormat format)
    {
        if (format == EventFormat.Http1)
        {
            json.WriteString("version", "1.0");
        }

        json.WriteString("resource", request.Route.Path);
        json.WriteString("path", format == EventFormat.Http1 ? $"{request.Target.StagePath}{request.Path}" : request.Path);
        json.WriteString("httpMethod", request.Method);
        ProxyEventHeaders.Write(json, request);
        ProxyEventQuery.Write(json, request.Query);
        WritePathParameters(json, request.Match);
        WriteStageVariables(json, request);
        WriteContext(json, request, caller, authorizer, format);
    }

    private static void WritePathParameters(Utf8JsonWriter json, RouteMatch match)
    {
        if (match.PathParameters.Count == 0)
        {
            json.WriteNull("pathParameters");
            return;
        }

        json.WriteStartObject("pathParameters");
        foreach (var (name, value) in match.PathParameters)
        {
            json.WriteString(name, Uri.UnescapeDataString(value));
        }

        json.WriteEndObject();
    }

    private static void WriteStageVariables(Utf8JsonWriter json, GatewayRequest request)
    {
        if (request.Target.Api.StageVariables.Count == 0)
        {
            json.WriteNull("stageVariables");
            return;
        }

        json.WriteStartObject("stageVariables");
        foreach (var (name, value) in request.Target.Api.StageVariables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller, AuthorizerContext? authorizer, EventFormat format)
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

        json.WriteString("domainName", request.DomainName);
        json.WriteString("domainPrefix", target.Api.ApiId);
        json.WriteString("extendedRequestId", request.Ids.ExtendedRequestId);
        json.WriteString("httpMethod", request.Method);
        WriteIdentity(json, request, caller);

        // What lies before the event's own path: the stage, or, as with a custom domain's base path, whatever else the client's URL had.
        json.WriteString("path", request.RawPath);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("requestId", request.Ids.RequestId);
        json.WriteString("requestTime", request.ReceivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("requestTimeEpoch", request.ReceivedAt.ToUnixTimeMilliseconds());
        json.WriteString("resourceId", format == EventFormat.Http1 ? null : ResourceId.Of(target.Api.ApiId, request.Route.Path));
        json.WriteString("resourcePath", request.Route.Path);
        json.WriteString("stage", target.Api.StageName);
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, GatewayRequest request, CallerIdentity caller)
    {
        json.WriteStartObject("identity");
        json.WriteString("accessKey", caller.AccessKey);
        json.WriteString("accountId", caller.AccountId);
        json.WriteString("caller", caller.UserId);
        json.WriteString("cognitoAuthenticationProvider", caller.Cognito?.AuthenticationProvider);
        json.WriteString("cognitoAuthenticationType", caller.Cognito is { } cognito ? (cognito.IsAuthenticated ? CognitoSession.Authenticated : CognitoSession.Unauthenticated) : null);
        json.WriteString("cognitoIdentityId", caller.Cognito?.IdentityId);
        json.WriteString("cognitoIdentityPoolId", caller.Cognito?.PoolId);
        json.WriteNull("principalOrgId");
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
internal readonly record struct CallerIdentity(string? AccessKey, string? AccountId, string? UserId, string? Arn, CognitoSession? Cognito);
