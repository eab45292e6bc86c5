using System.Text;
using SigV4;

namespace Emulation.Tests;

/// <summary>A LocalAws on a port of its own, of a template whose users call it as clients do.</summary>
internal sealed class StartedLocalAws : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private StartedLocalAws(DirectoryInfo folder, Emulator emulator) => (this.folder, Emulator) = (folder, emulator);

    public Emulator Emulator { get; }

    public string Authority => new Uri(Emulator.EndpointUrl).Authority;

    /// <summary>The state folder.</summary>
    public string State => Path.Combine(folder.FullName, "state");

    /// <summary>Starts one.</summary>
    /// <param name="template">The template's text.</param>
    /// <param name="upstreams">The servers behind it, as <c>--upstream</c> names them.</param>
    /// <param name="change">Adds to the options.</param>
    public static async Task<StartedLocalAws> StartAsync(string template, IEnumerable<string>? upstreams = null, Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "template.yaml");
            await File.WriteAllTextAsync(file, template);
            var options = new EmulatorOptions
            {
                Templates = [new TemplateSource(file, EmulatorOptions.DefaultAccount)],
                Port = 0,
                DataFolder = Path.Combine(folder.FullName, "state"),
                Ids = new DrawnKeys(),
                Upstreams = UpstreamEndpoint.ParseAll(upstreams ?? [], static _ => null),
            };
            options = change?.Invoke(options) ?? options;
            return new StartedLocalAws(folder, await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>The access key of a user of the template, by the user's name.</summary>
    public AwsCredentials KeysOf(string user)
    {
        var id = Emulator.Accounts.Users.First(one => one.Name == user).AccessKeyIds[0];
        return new AwsCredentials(id, Emulator.SecretOf(id));
    }

    /// <summary>A page of LocalAws's own.</summary>
    public Task<string> PageAsync(string path) => http.GetStringAsync(new Uri(Emulator.EndpointUrl + path), TestContext.Current.CancellationToken);

    /// <summary>Sends a call as it stands.</summary>
    public async Task<ReceivedAnswer> SendAsync(SentCall call)
    {
        var body = Encoding.UTF8.GetBytes(call.Body ?? "");
        using var request = new HttpRequestMessage(
            new HttpMethod(call.Method), new Uri($"{Emulator.EndpointUrl}{call.SentTarget ?? call.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = call.Body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(call.SentBody ?? call.Body)),
        };
        request.Headers.Host = call.Host ?? Authority;
        foreach (var (name, value) in call.Headers.Concat(SignatureOf(call, body)).Concat(call.Unsigned))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReceivedAnswer.OfAsync(response);
    }

    private IEnumerable<(string Name, string Value)> SignatureOf(SentCall call, byte[] body)
    {
        if (call.User is not { } user)
        {
            yield break;
        }

        HeaderField[] headers = [new("host", call.Host ?? Authority), .. call.Headers.Select(static header => new HeaderField(header.Name, header.Value))];
        var payload = call.PayloadHash is { } declared && PayloadHash.TryParse(declared, out var known) ? known : PayloadHash.Of(body);
        var signed = new SigV4Signer(call.Region, call.Service, new SigV4SignerOptions { SendContentSha256 = call.TellsHash })
            .Sign(call.Method, call.Target, headers, payload, call.Forged ?? KeysOf(user), call.At ?? TimeProvider.System.GetUtcNow());
        yield return ("x-amz-date", signed.Date);
        yield return ("authorization", signed.Authorization);
        if ((call.SentHash ?? signed.ContentSha256) is { } hash and not "none")
        {
            yield return ("x-amz-content-sha256", hash);
        }

        if (signed.SecurityToken is { } token)
        {
            yield return ("x-amz-security-token", token);
        }
    }
}
