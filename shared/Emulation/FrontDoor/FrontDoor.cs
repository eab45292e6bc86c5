using Emulation.Cognito;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Lambda.Events;
using Emulation.S3.Door;
using Emulation.ServiceReference;
using Emulation.StandIns;
using Emulation.Telemetry;
using Emulation.Wire;

namespace Emulation.FrontDoor;

/// <summary>
/// The one port. User pool domains, APIs, custom domains among them, and functions' URLs are told by their host name or by the prefixes <c>/auth/</c>, <c>/execute-api/</c> and
/// <c>/lambda-url/</c>, LocalAws's own pages by <c>/_localaws/</c>, and AWS services as AWS's endpoints do: by path, then by the service in the signature's
/// scope, then by <c>Action</c>.
/// </summary>
internal sealed class FrontDoor(InForce<FrontDoorParts> inForce, ILogger<FrontDoor> logger)
{
    /// <summary>Hot path: a request that nobody watches costs that question. LocalAws's own pages, which whoever supervises it asks for every second, tell nothing.</summary>
    public Task HandleAsync(HttpContext http) =>
        RequestSpan.IsWanted && !http.Request.Path.StartsWithSegments(OwnPages.Prefix.TrimEnd('/')) ? WatchedAsync(http) : AnswerAsync(http);

    private async Task WatchedAsync(HttpContext http)
    {
        using var span = RequestSpan.Begin(http);
        await AnswerAsync(http).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            if (inForce.Current.Pages.Lasts(http.Request))
            {
                // It needs nothing of what is in force, and must not keep it, not even in a variable.
                await inForce.Current.Pages.HandleAsync(http).ConfigureAwait(false);
                return;
            }

            using var turn = inForce.Begin();
            await RouteAsync(turn.Value, http).ConfigureAwait(false);
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

    private async Task RouteAsync(FrontDoorParts parts, HttpContext http)
    {
        var target = ReceivedRequest.RawTarget(http);
        var host = http.Request.Host.Host;
        if (!parts.Names.Answers(http.Request.Headers.Host.ToString()) && !parts.Apis.IsDomain(host))
        {
            await RefuseHostAsync(http).ConfigureAwait(false);
        }
        else if (parts.Buckets.AreAt(host))
        {
            await CallServiceAsync(parts, new ReceivedRequest(http)).ConfigureAwait(false);
        }
        else if (!UserPoolDomains.IsHost(host) && parts.Apis.TryAddress(host, target, out var address))
        {
            await parts.Gateway.HandleAsync(http, address).ConfigureAwait(false);
        }
        else if (UserPoolDomains.Owns(host, target))
        {
            await parts.UserPools.Domains.HandleAsync(http).ConfigureAwait(false);
        }
        else if (StandInDoor.Owns(target))
        {
            await parts.StandIns.HandleAsync(http).ConfigureAwait(false);
        }
        else if (parts.Pages.Own(http.Request, target))
        {
            await parts.Pages.HandleAsync(http).ConfigureAwait(false);
        }
        else if (TokenKeyPages.Owns(target))
        {
            await parts.IdentityPools.KeyPages.HandleAsync(http).ConfigureAwait(false);
        }
        else if (IssuerPages.Owns(target))
        {
            await parts.UserPools.IssuerPages.HandleAsync(http).ConfigureAwait(false);
        }
        else
        {
            await CallServiceAsync(parts, new ReceivedRequest(http)).ConfigureAwait(false);
        }
    }

    /// <summary>Of what no service can own, nothing is read. Until the body is there, another may be in force: what is asked is asked of that one.</summary>
    private async Task CallServiceAsync(FrontDoorParts before, ReceivedRequest request)
    {
        if (EndlessRequest.Why(request.Http.Request) is { } why)
        {
            await PlainAnswer.WriteAsync(request.Http, 501, "NotImplementedException", why).ConfigureAwait(false);
            return;
        }

        var owner = Owner(before, request);
        var limit = owner?.LongestBody(request) ?? (MayBeForm(request) ? IAwsService.LongestForm : 0);
        var isWhole = owner?.ReadsBody(request) == true || await request.TryReadBodyAsync(limit).ConfigureAwait(false);
        if (!isWhole && limit > 0)
        {
            await PlainAnswer.WriteAsync(request.Http, 413, "RequestEntityTooLargeException", $"Request must be smaller than {limit} bytes.").ConfigureAwait(false);
            return;
        }

        using var turn = Owner(before, request)?.MayWait(request) != false ? inForce.Begin() : await inForce.BeginChangeAsync().ConfigureAwait(false);
        await (isWhole && Owner(turn.Value, request) is { } service
            ? service.HandleAsync(request)
            : PlainAnswer.WriteAsync(request.Http, 404, "UnknownOperationException", Unknown(turn.Value, request))).ConfigureAwait(false);
    }

    private static IAwsService? Owner(FrontDoorParts parts, ReceivedRequest request)
    {
        foreach (var service in parts.Services)
        {
            if (service.Owns(request))
            {
                return service;
            }
        }

        return null;
    }

    /// <summary>Whether the body may tell whose it is.</summary>
    private static bool MayBeForm(ReceivedRequest head) => head.Path is "/" && head.SignedService is null;

    /// <summary>Whatever it asks for, signed or not: a signature is looked at by those only who need one, and anybody can claim to have signed.</summary>
    private Task RefuseHostAsync(HttpContext http)
    {
        var host = ClientText.Shown(http.Request.Headers.Host.ToString());
        Log.ForeignHost(logger, host);
        return PlainAnswer.WriteAsync(http, 403, "ForeignHost", $"LocalAws does not answer to the name '{host}'. {LocalNames.Remedy}");
    }

    private static string Unknown(FrontDoorParts parts, ReceivedRequest request)
    {
        if (request.SignedService is { } name && parts.Absent.TryGetValue(name, out var hint))
        {
            return hint;
        }

        if (request.SignedService is { } absent && !ServiceData.SignedAs(absent).IsEmpty && parts.Services.All(one => one.Name != absent))
        {
            return $"No server runs {absent} behind this LocalAws. Start one, such as an emulator of AWS, and LocalAws in front of it: "
                + $"localaws up --upstream {absent}=http://127.0.0.1:5000.";
        }

        var asked = request.SignedService is { } service ? $"The service '{service}'" : $"{request.Method} {request.Path}";
        return $"{asked} is not here. LocalAws answers {string.Join(", ", parts.Services.Select(static one => one.Name).Where(static name => name.Length > 0))} at /, "
            + $"APIs at /execute-api/{{api}}/{{stage}}/..., functions' URLs at /lambda-url/{{function}}/..., and its own pages at {OwnPages.Prefix}stack.";
    }
}

/// <summary>What is behind the one port.</summary>
internal sealed record FrontDoorParts
{
    public required ApiDirectory Apis { get; init; }

    public required GatewayPipeline Gateway { get; init; }

    public required CognitoService UserPools { get; init; }

    public required CognitoIdentityService IdentityPools { get; init; }

    public required IReadOnlyList<IAwsService> Services { get; init; }

    /// <summary>Services that are not served unless they are asked for, each with how to ask.</summary>
    public required IReadOnlyDictionary<string, string> Absent { get; init; }

    /// <summary>Which hosts are buckets.</summary>
    public required S3Names Buckets { get; init; }

    public required OwnPages Pages { get; init; }

    public required LocalNames Names { get; init; }

    /// <summary>The stand-ins for identity providers of user pools.</summary>
    public required StandInDoor StandIns { get; init; }

    /// <summary>The functions, for events that nobody waits for.</summary>
    public required CallableFunctions Functions { get; init; }

    /// <summary>Whom such events tell how they ended.</summary>
    public required EventDestinations Destinations { get; init; }
}
