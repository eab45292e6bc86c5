using System.Text.Json.Serialization;
using Emulation.Access;
using Emulation.Cognito;
using Emulation.Cognito.Import;
using Emulation.Cognito.Outbox;
using Emulation.Cognito.Tokens;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Principals;
using Emulation.Wire;

namespace Emulation.FrontDoor;

/// <summary>LocalAws's own pages, below <c>/_localaws/</c>, and the one at <c>/</c>: for people at this machine and their programs, and for no other site's page.</summary>
/// <param name="stack">What runs, at this moment.</param>
/// <param name="stacks">The templates, in whose words decisions are explained.</param>
/// <param name="cognito">The user pools: what they would have sent, and what only people at this machine may do to them.</param>
/// <param name="decisions">What was decided.</param>
/// <param name="leases">Who needs this LocalAws.</param>
/// <param name="names">The names of this machine.</param>
internal sealed class OwnPages(Func<StackPage> stack, LoadedStacks stacks, CognitoService cognito, DecisionLog decisions, Leases leases, LocalNames names)
{
    public const string Prefix = "/_localaws/";
    private readonly PrincipalNames callers = new(stacks);

    /// <summary>Whether a request is for one of them. A browser at <c>/</c> is a person who looks what is here; anything else there calls a service.</summary>
    public bool Own(HttpRequest request, string target) => target.StartsWith(Prefix, StringComparison.Ordinal)
        || (StartPage.IsAsked(request) && names.IsThisMachine(request.Headers.Host.ToString()));

    private const string Lease = $"{Prefix}lease";

    /// <summary>Whether a request is for one of them and lasts as long as its client.</summary>
    public bool Lasts(HttpRequest request) => request.Path == Lease && names.IsThisMachine(request.Headers.Host.ToString());

    public Task HandleAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return names.IsThisMachine(http.Request.Headers.Host.ToString()) && !IsOfAnotherSite(http.Request)
            ? AnswerAsync(http)
            : PlainAnswer.WriteAsync(
                http, 403, "ForeignOrigin",
                $"The pages below {Prefix} answer to this machine's names, and to no other site's page. Type the address, such as http://127.0.0.1:4566{Prefix}stack.");
    }

    /// <summary>
    /// Browsers say where a request comes from. A link on a page of this machine, from another port, may lead here; a script there gets nothing, and a page from elsewhere neither.
    /// Fetch Metadata Request Headers, "Sec-Fetch-Site".
    /// </summary>
    private static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "" or "same-origin" or "none" => !IsOwn(request.Headers.Origin.ToString(), request.Headers.Host.ToString()),
        "same-site" => !HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Mode"] != "navigate" || request.Headers.Origin.Count > 0,
        _ => true,
    };

    /// <summary>Programs name no origin. The scheme does not count: in front of LocalAws may be a proxy with TLS.</summary>
    private static bool IsOwn(string origin, string host) =>
        origin.Length == 0 || (origin.IndexOf("://", StringComparison.Ordinal) is var at and > 0 && origin.AsSpan(at + 3).Equals(host, StringComparison.OrdinalIgnoreCase));

    private Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/" => StartPage.SendAsync(http, stack(), stacks, decisions, callers),
        StartPage.Icon => StartPage.SendIconAsync(http),
        MatrixPage.Path => MatrixPage.SendAsync(http, stacks),
        "/_localaws/health" => HealthAsync(http),
        "/_localaws/stack" => http.Response.WriteAsJsonAsync(stack(), OwnPagesJson.Default.StackPage),
        Lease => leases.HandleAsync(http),
        { } path when UploadPage.Owns(path) => cognito.UploadPage.HandleAsync(http),
        { } path when KeyRotationPage.Owns(path) => KeyRotationPage.HandleAsync(http, cognito),
        OutboxPages.Path => OutboxPages.HandleAsync(http, cognito.Outbox),
        { } path when path == DecisionPages.Path || path.StartsWith($"{DecisionPages.Path}/", StringComparison.Ordinal) =>
            DecisionPages.HandleAsync(http, decisions, stacks, callers),
        _ => PlainAnswer.WriteAsync(
            http, 404, "NotFound", "LocalAws has the pages /, /_localaws/health, /_localaws/stack, /_localaws/matrix, /_localaws/decisions and /_localaws/outbox."),
    };

    /// <summary>Whoever reaches this page reaches every API: they listen on one port, and only once all of them are there.</summary>
    private static Task HealthAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync("""{"status":"ready"}""", http.RequestAborted);
    }
}

/// <summary>What runs: <c>GET /_localaws/stack</c>.</summary>
internal sealed record StackPage(
    string AccountId,
    string Region,
    IReadOnlyList<StackPage.ApiEntry> Apis,
    IReadOnlyList<StackPage.FunctionEntry> Functions,
    IReadOnlyList<StackPage.PrincipalEntry> Roles,
    IReadOnlyList<StackPage.PrincipalEntry> Users,
    IReadOnlyList<StackPage.KeyEntry> ApiKeys)
{
    /// <summary>Where it keeps its state, on the machine on which it runs.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The services that servers behind it run; <c>*</c> for every other one.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    public static StackPage Of(LoadedStacks stacks, ApiDirectory apis, AccountDirectory accounts, string endpointUrl, string stateFolder) => new(
        stacks.Main.AccountId.ToString(),
        stacks.Main.Region,
        [.. apis.All.Select(api => ApiEntry.Of(api, endpointUrl, apis))],
        [.. stacks.All.SelectMany(s => s.Functions.Select(f => new FunctionEntry(f.LogicalId, f.FunctionName, f.Arn.ToString(), f.Runtime, f.RoleArn.ToString(), s.Name)))],
        [.. stacks.All.SelectMany(s => s.Roles.Select(r => new PrincipalEntry(r.LogicalId, r.Name, r.Arn.ToString(), s.Name)))],
        [.. accounts.Users.Select(u => new PrincipalEntry(u.LogicalId, u.Name, u.Arn, stacks.All.FirstOrDefault(s => s.Users.Any(known => known.Arn.ToString() == u.Arn))?.Name))],
        [.. stacks.Together.ApiKeys.Select(static key => new KeyEntry(key.LogicalId, key.KeyId, key.Value, key.IsEnabled))])
    {
        StateFolder = stateFolder,
    };

    internal sealed record ApiEntry(string LogicalId, string ApiId, string Stage, string Url, string Address, IReadOnlyList<RouteEntry> Routes, string Stack)
    {
        public static ApiEntry Of(DeployedApi api, string endpointUrl, ApiDirectory apis) => new(
            api.Api.LogicalId,
            api.Api.ApiId,
            api.Api.StageName,
            $"{endpointUrl}{api.Prefix}{api.Api.ApiId}{api.StagePath}",
            $"{endpointUrl}{apis.PathOf(api)}",
            [.. api.Api.Routes.Select(r => new RouteEntry(r.Method, r.Path, AuthorizerAccess.Name(r.Authorizer), r.FunctionLogicalId))],
            api.StackName);
    }

    internal sealed record RouteEntry(string Method, string Path, string Authorizer, string Function);

    internal sealed record FunctionEntry(string LogicalId, string Name, string Arn, string Runtime, string RoleArn, string Stack);

    internal sealed record KeyEntry(string LogicalId, string Id, string Value, bool Enabled);

    internal sealed record PrincipalEntry(string LogicalId, string Name, string Arn, string? Stack);
}

[JsonSerializable(typeof(StackPage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class OwnPagesJson : JsonSerializerContext;
