using Emulation.Cognito;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity;
using Emulation.CognitoIdentity.Tokens;
using Emulation.DynamoDb;
using Emulation.DynamoDb.Protocol;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Protocols.Json;
using Emulation.Protocols.Query;
using Emulation.Wire;

namespace Emulation.FrontDoor;

/// <summary>
/// The one port. User pool domains and APIs are told by their host name or by the prefixes <c>/auth/</c> and <c>/execute-api/</c>, LocalAws's own pages by <c>/_localaws/</c>, and AWS
/// services as AWS's endpoints do: by path, then by the service in the signature's scope, then by <c>Action</c>.
/// </summary>
internal sealed class FrontDoor(ApiDirectory apis, GatewayPipeline gateway, CognitoService cognito, CognitoIdentityService identities, IReadOnlyList<IAwsService> services, OwnPages pages, LocalNames names, ILogger<FrontDoor> logger)
{
    /// <summary>API Gateway's payload limit in bytes; the services behind <c>/</c> take less, Lambda's 6 MiB of payload among them.</summary>
    public const int BodyLimit = 10 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            Log.RequestFailed(logger, e, ClientText.Shown(http.Request.Method), ClientText.Shown(http.Request.Path));
            if (!http.Response.HasStarted)
            {
                await PlainAnswer.WriteAsync(http, 500, "InternalFailure", "LocalAws failed. Its log has the cause.").ConfigureAwait(false);
            }
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        var target = ReceivedRequest.RawTarget(http);
        if (!names.Answers(http.Request.Headers.Host.ToString()))
        {
            await RefuseHostAsync(http).ConfigureAwait(false);
        }
        else if (UserPoolDomains.Owns(http.Request.Host.Host, target))
        {
            await cognito.Domains.HandleAsync(http).ConfigureAwait(false);
        }
        else if (apis.TryAddress(http.Request.Host.Host, target, out var address))
        {
            await gateway.HandleAsync(http, address).ConfigureAwait(false);
        }
        else if (target.StartsWith(OwnPages.Prefix, StringComparison.Ordinal))
        {
            await pages.HandleAsync(http).ConfigureAwait(false);
        }
        else if (TokenKeyPages.Owns(target))
        {
            await identities.KeyPages.HandleAsync(http).ConfigureAwait(false);
        }
        else if (IssuerPages.Owns(target))
        {
            await cognito.IssuerPages.HandleAsync(http).ConfigureAwait(false);
        }
        else if (Preflight.Is(http.Request))
        {
            Preflight.Answer(http);
        }
        else if (await ReceivedRequest.ReadAsync(http, LimitOf(http.Request)).ConfigureAwait(false) is not { } request)
        {
            await PlainAnswer.WriteAsync(http, 413, "RequestEntityTooLargeException", $"Request must be smaller than {LimitOf(http.Request)} bytes.").ConfigureAwait(false);
        }
        else if (services.FirstOrDefault(service => service.Owns(request)) is { } service)
        {
            await service.HandleAsync(request).ConfigureAwait(false);
        }
        else
        {
            await PlainAnswer.WriteAsync(http, 404, "UnknownOperationException", Unknown(request)).ConfigureAwait(false);
        }
    }

    /// <summary>Whatever it asks for, signed or not: a signature is looked at by those only who need one, and anybody can claim to have signed.</summary>
    private Task RefuseHostAsync(HttpContext http)
    {
        var host = ClientText.Shown(http.Request.Headers.Host.ToString());
        Log.ForeignHost(logger, host);
        return PlainAnswer.WriteAsync(http, 403, "ForeignHost", $"LocalAws does not answer to the name '{host}'. {LocalNames.Remedy}");
    }

    private static int LimitOf(HttpRequest request) => DynamoDbTarget.IsIn(request.Headers) ? DynamoDbApi.LongestBody : IsUnsignedForm(request) ? QueryRequest.LongestUnsigned : BodyLimit;

    /// <summary>A call of a Query-protocol service by which nobody claims to have signed.</summary>
    private static bool IsUnsignedForm(HttpRequest request) =>
        request.Path == "/" && !request.Headers.ContainsKey("X-Amz-Target") && !request.Headers.ContainsKey("Authorization") && !request.Query.ContainsKey("X-Amz-Signature");

    private static string Unknown(ReceivedRequest request)
    {
        var asked = request.SignedService is { } service ? $"The service '{service}'" : $"{request.Method} {request.Path}";
        return request.SignedService == "dynamodb"
            ? "There is no DynamoDB behind this LocalAws. Start a DynamoDB-compatible server, and LocalAws in front of it: localaws up --upstream dynamodb=http://127.0.0.1:8000."
            : $"{asked} is not here. LocalAws answers sts, iam, lambda, cognito-idp, cognito-identity and apigatewayv2 at /, APIs at /execute-api/{{api}}/{{stage}}/..., and its own pages at {OwnPages.Prefix}stack.";
    }
}
