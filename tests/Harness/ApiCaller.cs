using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SigV4;

namespace Harness;

/// <summary>
/// Calls APIs as somebody: made by <see cref="LocalAws.As(string, RoleSession?)"/>, <see cref="LocalAws.AsUser(string, string)"/> and
/// <see cref="LocalAws.AsNobody"/>. Any number of threads may use one.
/// </summary>
public sealed class ApiCaller
{
    private readonly string name;
    private readonly ApiConnection connection;
    private readonly Lazy<Task<AwsCredentials?>> credentials;
    private readonly ConcurrentDictionary<string, Lazy<Task<HttpMessageInvoker>>> senders = new(StringComparer.Ordinal);
    private readonly Action<HttpRequestHeaders> identify;
    private readonly bool signs;

    internal ApiCaller(string name, ApiConnection connection, Func<Task<AwsCredentials?>>? credentials, Action<HttpRequestHeaders>? identify = null)
    {
        this.name = name;
        signs = credentials is not null;
        this.connection = connection;
        this.identify = identify ?? (static _ => { });
        this.credentials = new(() => credentials?.Invoke() ?? Task.FromResult<AwsCredentials?>(null));
    }

    /// <summary>Sends <c>GET</c>.</summary>
    /// <inheritdoc cref="SendAsync(string, HttpRequestMessage, CancellationToken)"/>
    /// <param name="api">The API's logical id in the template.</param>
    /// <param name="path">The path below the stage with its query, such as <c>/orders?limit=10</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ApiResponse> GetAsync(string api, string path, CancellationToken cancellation = default) => SendAsync(HttpMethod.Get, api, path, null, cancellation);

    /// <summary>Sends <c>POST</c>.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, string, object?, CancellationToken)"/>
    public Task<ApiResponse> PostAsync(string api, string path, object? body = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, api, path, body, cancellation);

    /// <summary>Sends <c>PUT</c>.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, string, object?, CancellationToken)"/>
    public Task<ApiResponse> PutAsync(string api, string path, object? body = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Put, api, path, body, cancellation);

    /// <summary>Sends <c>PATCH</c>.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, string, object?, CancellationToken)"/>
    public Task<ApiResponse> PatchAsync(string api, string path, object? body = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Patch, api, path, body, cancellation);

    /// <summary>Sends <c>DELETE</c>.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, string, object?, CancellationToken)"/>
    /// <param name="api">The API's logical id in the template.</param>
    /// <param name="path">The path below the stage with its query.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ApiResponse> DeleteAsync(string api, string path, CancellationToken cancellation = default) => SendAsync(HttpMethod.Delete, api, path, null, cancellation);

    /// <summary>Sends a request with a body.</summary>
    /// <inheritdoc cref="SendAsync(string, HttpRequestMessage, CancellationToken)"/>
    /// <param name="method">The HTTP method.</param>
    /// <param name="api">The API's logical id in the template.</param>
    /// <param name="path">The path below the stage with its query, such as <c>/orders?limit=10</c>.</param>
    /// <param name="body">Written as JSON, camelCase; an <see cref="HttpContent"/> is sent as it is; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ApiResponse> SendAsync(HttpMethod method, string api, string path, object? body = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : $"/{path}", UriKind.Relative))
        {
            Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body, body.GetType()),
        };
        return await SendAsync(api, request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request.</summary>
    /// <param name="api">The API's logical id in the template.</param>
    /// <param name="request">The request; its address is the path below the stage.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="ArgumentException">The template has no such API.</exception>
    /// <exception cref="Amazon.SecurityToken.AmazonSecurityTokenServiceException">The session was to be assumed, and STS refused.</exception>
    public async Task<ApiResponse> SendAsync(string api, HttpRequestMessage request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RequestUri?.OriginalString ?? "/";
        request.RequestUri = new Uri(connection.UrlOf(api).AbsoluteUri.TrimEnd('/') + path);
        identify(request.Headers);
        var sending = await senders.GetOrAdd(connection.ServiceOf(api), Signing).Value.WaitAsync(cancellation).ConfigureAwait(false);
        using var response = await sending.SendAsync(request, cancellation).ConfigureAwait(false);
        return await ApiResponse.ReadAsync(new ApiCall(name, signs, request.Method.Method, api, path), response, connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>What signs for a service.</summary>
    private Lazy<Task<HttpMessageInvoker>> Signing(string service) => new(async () => connection.Sender(await credentials.Value.ConfigureAwait(false), service));
}
