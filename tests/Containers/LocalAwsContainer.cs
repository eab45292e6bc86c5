using System.Text;
using DotNet.Testcontainers.Containers;

namespace Testcontainers.LocalAws;

/// <summary>A container with LocalAws. It ends with the process that started it, even when that is killed.</summary>
public sealed class LocalAwsContainer : DockerContainer
{
    private readonly StartLog log;
    private HttpClient? leases;

    // Kept: the connection would be closed with the last reference to it.
    private HttpResponseMessage? lease;

    internal LocalAwsContainer(LocalAwsConfiguration configuration, StartLog log)
        : base(configuration) => this.log = log;

    /// <summary>The endpoint of every AWS service, from this machine: what <c>AWS_ENDPOINT_URL</c> and <c>--endpoint-url</c> take.</summary>
    public string GetConnectionString() => GetEndpointUrl().AbsoluteUri;

    /// <summary>The same as an address.</summary>
    public Uri GetEndpointUrl() => new UriBuilder(Uri.UriSchemeHttp, Hostname, GetMappedPublicPort(LocalAwsBuilder.LocalAwsPort)).Uri;

    /// <summary>The URL of an API, from this machine.</summary>
    /// <param name="api">The API's logical id in the template.</param>
    /// <param name="stage">Its stage; null for an HTTP API's <c>$default</c>.</param>
    public Uri GetApiUrl(string api, string? stage = null) => new(GetEndpointUrl(), stage is null ? $"execute-api/{api}/" : $"execute-api/{api}/{stage}/");

    /// <summary>An administrator's keys. They assume the template's roles over STS.</summary>
    /// <param name="profile">The profile: <c>admin</c>, or <c>admin-444455556666</c> for another account's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">LocalAws wrote no such profile.</exception>
    public async Task<LocalAwsKeys> GetKeysAsync(string profile = "admin", CancellationToken cancellation = default)
    {
        var lines = (await ReadStateAsync("credentials", cancellation).ConfigureAwait(false)).Split('\n');
        var start = Array.IndexOf(lines, $"[{profile}]");
        return start < 0
            ? throw new ArgumentException(
                $"LocalAws has no keys of a profile '{profile}'. It has {string.Join(", ", lines.Where(static line => line.StartsWith('[')))}.",
                nameof(profile))
            : new LocalAwsKeys(Setting("aws_access_key_id"), Setting("aws_secret_access_key"));

        string Setting(string name) => lines.Skip(start + 1).First(line => line.StartsWith($"{name} = ", StringComparison.Ordinal))[(name.Length + 3)..];
    }

    /// <summary>Writes the AWS <c>config</c> and <c>credentials</c> files, with a profile for the administrator and for each role that can be assumed.</summary>
    /// <param name="folder">Where to; made if need be.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteProfilesAsync(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var endpoint = GetConnectionString().TrimEnd('/');
        var config = (await ReadStateAsync("config", cancellation).ConfigureAwait(false)).Split('\n')
            .Select(line => line.StartsWith("endpoint_url = ", StringComparison.Ordinal) ? $"endpoint_url = {endpoint}" : line);
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), string.Join('\n', config), cancellation).ConfigureAwait(false);
        var credentials = Path.Combine(folder, "credentials");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(credentials, options);
        await file.WriteAsync((await ReadStateAsync("credentials", cancellation).ConfigureAwait(false)).AsMemory(), cancellation).ConfigureAwait(false);
    }

    /// <summary>The key that seals sessions: with it, tests make sessions of roles that nobody outside may assume.</summary>
    public Task<byte[]> GetSessionKeyAsync(CancellationToken cancellation = default) => ReadFileAsync($"{LocalAwsBuilder.StateFolder}/session.key", cancellation);

    /// <summary>The key from which LocalAws derives the secrets of users.</summary>
    public Task<byte[]> GetSealingKeyAsync(CancellationToken cancellation = default) => ReadFileAsync($"{LocalAwsBuilder.StateFolder}/sealing.key", cancellation);

    /// <inheritdoc/>
    protected override async Task UnsafeStartAsync(CancellationToken ct = default)
    {
        try
        {
            await base.UnsafeStartAsync(ct).ConfigureAwait(false);
            await TakeLeaseAsync(ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && log.ToString() is { Length: > 0 } said)
        {
            throw new InvalidOperationException($"LocalAws did not start. It said:{Environment.NewLine}{said}", e);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore().ConfigureAwait(false);
        lease?.Dispose();
        leases?.Dispose();
        log.Dispose();
    }

    /// <summary>Keeps a connection open that the operating system closes when this process ends, however it ends.</summary>
    private async Task TakeLeaseAsync(CancellationToken cancellation)
    {
        lease?.Dispose();
        leases?.Dispose();
        leases = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = GetEndpointUrl(), Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, "_localaws/lease");

        lease = await leases.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        lease.EnsureSuccessStatusCode();
    }

    private async Task<string> ReadStateAsync(string file, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await ReadFileAsync($"{LocalAwsBuilder.StateFolder}/{file}", cancellation).ConfigureAwait(false));
}
