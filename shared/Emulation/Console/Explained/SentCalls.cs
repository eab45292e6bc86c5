using System.Globalization;
using System.Text;
using Emulation.Clients;
using Emulation.Cognito.Pages;
using Emulation.Gateway.Apis;
using Emulation.Principals;
using Emulation.Wire;
using Sam.Errors;
using SigV4;

namespace Emulation.Console.Explained;

/// <summary><c>/_localaws/send</c>: makes a call as a role or user of the template, through the gateway as any client's, and shows what comes back.</summary>
internal sealed class SentCalls(ConsoleParts parts)
{
    private const int MostShown = 64 * 1024;
    private const string Anonymous = "anonymous";
    private static readonly TimeSpan Session = TimeSpan.FromMinutes(15);

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromMinutes(2),
    };

    public async Task HandleAsync(HttpContext http)
    {
        if (await ConsolePost.ReadAsync(http, AskedCallJson.Default.AskedCall).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        if (!ConsolePost.IsOfThePersonHere(http))
        {
            await PlainAnswer.WriteAsync(
                http, 403, "NotThisPerson", "Only the person who runs this LocalAws may send calls without keys, from this machine. Others sign theirs: localaws call.")
                .ConfigureAwait(false);
            return;
        }

        try
        {
            using var request = RequestOf(call);
            var since = parts.Time.GetTimestamp();
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted).ConfigureAwait(false);
            var body = await TextOfAsync(response, http.RequestAborted).ConfigureAwait(false);
            await ConsolePost.AnswerAsync(http, Shown(response, body, parts.Time.GetElapsedTime(since))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or UriFormatException or FormatException or HttpRequestException)
        {
            await ConsolePost.FailAsync(http, e.Message).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage RequestOf(AskedCall call)
    {
        var path = call.Path.StartsWith('/') ? call.Path : $"/{call.Path}";
        if (path.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new UsageException("The path has spaces or characters that a request line cannot have: write them as %20 and the like.");
        }

        var api = ApiOf(call.Api);
        var url = new Uri(
            $"{parts.LoopbackUrl()}{api.Prefix}{api.Api.ApiId}{api.StagePath}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var body = Encoding.UTF8.GetBytes(call.Body);
        List<HeaderField> headers = body.Length > 0 ? [new("Content-Type", "application/json")] : [];
        if (call.Token.Length > 0)
        {
            headers.Add(new("Authorization", call.Token.Contains(' ', StringComparison.Ordinal) ? call.Token : $"Bearer {call.Token}"));
        }

        var method = new HttpMethod(call.Method.ToUpperInvariant());
        var credentials = call.Token.Length > 0 ? null : CredentialsOf(call);
        var sent = credentials is null ? headers
            : RequestSigning.Signed(
                new SigV4Signer(api.Region, api.SigningService), (method.Method, url.Authority, url.PathAndQuery), headers, body, credentials, parts.Time.GetUtcNow());
        var request = new HttpRequestMessage(method, url) { Content = body.Length > 0 ? new ByteArrayContent(body) : null };
        foreach (var (name, value) in sent)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private DeployedApi ApiOf(string name) => parts.Apis.All.FirstOrDefault(api => api.Api.LogicalId == name || api.OtherNames.Contains(name, StringComparer.Ordinal))
        ?? throw new UsageException($"There is no API {name}. {DidYouMean.Among(name, [.. parts.Apis.All.Select(static api => api.Api.LogicalId).Distinct()])}");

    /// <summary>A session of a role, or a user's keys; null for nobody.</summary>
    private AwsCredentials? CredentialsOf(AskedCall call)
    {
        var name = call.As.Length > 0 ? call.As : call.Id is not null && parts.Decisions.Find(call.Id) is { } entry ? Live.DecisionRow.Of(entry, parts.Names).Principal : Anonymous;
        if (name == Anonymous)
        {
            return null;
        }

        var arn = parts.Names.Find(name)?.Arn;
        if (arn is not null && parts.Accounts.RoleByArn(arn) is { } role)
        {
            var session = parts.Sessions.ForFunction(role, "console", Session);
            return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
        }

        var user = parts.Accounts.Users.FirstOrDefault(one => one.Arn == arn || (arn is null && one.LogicalId == AccountDirectory.AdministratorName && one.Name == name));
        return user is { AccessKeyIds: [var key, ..] } ? new AwsCredentials(key, parts.Accounts.SecretOf(key))
            : throw new UsageException($"Nobody here has keys of {name}: choose a role or a user of the template.");
    }

    private static async Task<string> TextOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var bytes = new byte[MostShown];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return $"{Encoding.UTF8.GetString(bytes, 0, length)}{(length == bytes.Length ? "\n..." : "")}";
    }

    private static Html Shown(HttpResponseMessage response, string body, TimeSpan took)
    {
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
        var status = (int)response.StatusCode;
        return Html.Of(
            $"""
            <h3><span class="pill {(status < 400 ? "allowed" : "refused")}">{status.ToString(CultureInfo.InvariantCulture)}</span> {response.ReasonPhrase}
            <small class="quiet">{took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms</small></h3>
            {Html.When(Header("x-localaws-reason") is not null, Html.Of($"""<p class="reason">{Header("x-localaws-reason")}</p>"""))}
            {Html.When(Header("x-localaws-decision") is not null, Html.Of($"""<p><a href="{ConsolePaths.Decisions}/{Header("x-localaws-decision")}">The decision</a></p>"""))}
            <pre tabindex="0"><code>{ClientText.Page(body)}</code></pre>
            """);
    }
}
