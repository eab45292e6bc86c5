using System.Net;
using System.Text;
using Emulation.Cognito;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;
using Emulation.Decisions;
using Emulation.State;
using Emulation.Wire;

namespace Emulation.StandIns;

/// <summary>
/// The door of the stand-ins, <c>/_localaws/stand-ins/{pool}/{provider}/...</c>: whoever asks comes from this machine, and the provider has asked for a stand-in. To everybody
/// else there is nothing here.
/// </summary>
internal sealed class StandInDoor(
    ProviderStandIns standIns, PoolStore store, OpenIdStandIn openId, SamlStandIn saml, DecisionLog decisions, IdSource ids, TimeProvider time)
{
    private const int LongestBody = 128 * 1024;

    public static bool Owns(ReadOnlySpan<char> target) => target.StartsWith(ProviderStandIns.Prefix, StringComparison.Ordinal)
        && (target.Length == ProviderStandIns.Prefix.Length || target[ProviderStandIns.Prefix.Length] is '/' or '?');

    public static StandInDoor Of(ProviderStandIns standIns, StandInParts given, DecisionLog decisions)
    {
        var (store, tickets, memory) = (given.Stores.Pools, given.Stores.Tickets, given.Memory);
        var pending = new PendingSignIns(tickets, given.Seal, given.Ids, given.Time);
        var logouts = new PendingLogouts(tickets, given.Seal, given.Ids, given.Time);
        var answers = new SamlAnswers(memory, given.SamlKeys, given.Ids, given.Time);
        return new StandInDoor(
            standIns,
            store,
            new OpenIdStandIn(store, pending, memory, given.Time),
            new SamlStandIn(standIns, store, pending, logouts, given.SamlKeys, memory, answers),
            decisions,
            given.Ids,
            given.Time);
    }

    /// <summary>Where all of them are listed.</summary>
    public string PageUrl => standIns.PageUrl;

    /// <summary>The pools' providers that have one at this moment, such as <c>Google of customers</c>.</summary>
    public IEnumerable<string> Names => standIns.In(store).Select(static one => $"{one.Provider.Name} of {one.Pool.Name}");

    /// <summary>Whether a provider of a pool has one.</summary>
    public bool Has(string pool, ExternalProvider provider) => standIns.Has(pool, provider);

    public async Task HandleAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote))
        {
            await PlainAnswer.WriteAsync(http, 403, "ForeignClient", "Stand-ins vouch for anybody, so they answer to this machine alone.").ConfigureAwait(false);
            return;
        }

        var path = ReceivedRequest.RawTarget(http).Split('?')[0][ProviderStandIns.Prefix.Length..];
        if ($"{ProviderStandIns.Prefix}{path}" == StandInFrame.StylePath)
        {
            headers.CacheControl = "no-cache";
            http.Response.ContentType = "text/css; charset=utf-8";
            await http.Response.Body.WriteAsync(PageAssets.StyleSheet, http.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (await ReceivedRequest.ReadAsync(http, LongestBody).ConfigureAwait(false) is not { } request)
        {
            await PlainAnswer.WriteAsync(http, 413, "RequestEntityTooLargeException", $"Request must be smaller than {LongestBody} bytes.").ConfigureAwait(false);
            return;
        }

        var id = ids.RequestId();
        headers["x-localaws-decision"] = id;
        var (standIn, below) = Find(path);
        var answer = standIn is null
            ? path.Trim('/').Length == 0 ? ListPage.Show(standIns, store)
                : StandInAnswer.Refuse(404, "Nobody stands in here", "No identity provider of a user pool has a stand-in at this address. localaws up --stand-in makes one.")
            : Answer(new StandInCall(http, standIn, below, Parameters.OfQuery(request.Target), Parameters.OfForm(http.Request, request.Body)));
        await SendAsync(http, answer).ConfigureAwait(false);
        var what = standIn is null ? "stand-ins" : $"the stand-in of {standIn.Provider.Name}";
        decisions.Record(new DecisionEntry(id, time.GetUtcNow(), http.Request.Method, below, what, null, answer.Refusal ?? "answered")
        {
            Refused = answer.Refusal is null ? null : answer.Status,
        });
    }

    private StandInAnswer Answer(StandInCall call)
    {
        if (call.Query.RepeatsOne || call.Form?.RepeatsOne == true)
        {
            return StandInAnswer.Refuse(400, "One parameter too many", "A parameter comes twice.");
        }

        if (!call.IsGet && !call.IsPost)
        {
            return StandInAnswer.Refuse(405, "Not this way", "Stand-ins take GET and POST.");
        }

        // What is posted comes from a page of the stand-in's own, or from a program, which names no site.
        return call.IsPost && SaysForeign(call.Http.Request)
            ? StandInAnswer.Refuse(403, "Not from there", "The form comes from another site.")
            : call.StandIn.Provider.IsSaml ? saml.Answer(call) : openId.Answer(call);
    }

    /// <summary>Browsers say themselves where a form comes from. The pages' own forms have the origin <c>null</c>, since they send no referrer.</summary>
    private static bool SaysForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin")
        || (request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != "null" && origin != $"{request.Scheme}://{request.Host}");

    private (StandInProvider? StandIn, string Path) Find(string path)
    {
        if (path.Split('/', 4) is not ["", var poolId, var escaped, ..] parts || store.Pool(poolId) is not { } pool
            || store.Part(poolId, PartKind.IdentityProvider, Uri.UnescapeDataString(escaped)) is not { } document
            || ExternalProvider.Of(document) is var provider && !standIns.Has(poolId, provider))
        {
            return (null, path);
        }

        return (new StandInProvider(pool, provider), parts.Length > 3 ? $"/{parts[3]}" : "");
    }

    private static Task SendAsync(HttpContext http, StandInAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        if (answer.Location is { } location)
        {
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.Location = location;
            return Task.CompletedTask;
        }

        if (answer.Page is { } page)
        {
            StandInFrame.AddHeaders(response.Headers, page);
        }

        var (type, text) = answer switch
        {
            { Page: { } shown } => ("text/html; charset=utf-8", StandInFrame.Render(shown)),
            { Xml: { } xml } => ("application/samlmetadata+xml", xml),
            _ => ("application/json", answer.Json?.ToJsonString() ?? "{}"),
        };
        response.ContentType = type;
        return response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted).AsTask();
    }
}

/// <summary>What the stand-ins need of what stays when the templates are read anew.</summary>
internal sealed record StandInParts(CognitoStores Stores, ServiceProviderKeys SamlKeys, Seal Seal, StandInMemory Memory, IdSource Ids, TimeProvider Time);
