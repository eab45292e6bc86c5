using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Lambda.Runtime;

/// <summary>
/// The client side of the Lambda Runtime API, version 2018-06-01, over one kept-alive connection. Source: AWS Lambda guide,
/// "Using the Lambda runtime API for custom runtimes".
/// </summary>
internal sealed class RuntimeApiClient : IInvocationChannel, IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        // The Runtime API is a neighbour on the loopback, asked one thing at a time: no proxy, cookies or redirects, and
        // nothing that would close the connection or start a diagnostic activity for each request.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    });

    private readonly string root;
    private readonly Uri next;
    private readonly byte[] discarded = new byte[1024];

    public RuntimeApiClient(string runtimeApi)
    {
        root = $"http://{runtimeApi}/2018-06-01/runtime/";
        if (!Uri.TryCreate(root + "invocation/next", UriKind.Absolute, out var uri))
        {
            throw new InvalidOperationException(
                $"{LambdaRuntime.RuntimeApiVariable} is '{runtimeApi}', which is not host:port. Set it to the Runtime API's address, such as 127.0.0.1:9001.");
        }

        next = uri;
    }

    public static RuntimeApiClient For(LambdaRuntimeOptions options) => options.RuntimeApi is { Length: > 0 } address
        ? new RuntimeApiClient(address)
        : throw new InvalidOperationException(
            $"{LambdaRuntime.RuntimeApiVariable} is not set, so there is no Lambda Runtime API to take invocations from. Start the function with "
                + "LocalAws, or set the variable to the Runtime API's host:port.");

    public async ValueTask<InvocationHead> NextAsync(PooledBuffer payload, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.TryAddWithoutValidation(InvocationExchange.Header, InvocationExchange.Version);
            using var response = await http.SendAsync(request, stop).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new RuntimeApiException("next", response.StatusCode);
            }

            // Asked for before the body, so that the size is known and the buffer grows once.
            var size = (int?)response.Content.Headers.ContentLength ?? 0;
            using var body = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            int read;
            while ((read = await body.ReadAsync(payload.GetMemory(size + 1), stop).ConfigureAwait(false)) > 0)
            {
                payload.Advance(read);
                size = 0;
            }

            return ReadHead(response.Headers.NonValidated);
        }
        catch (Exception failure) when (RuntimeApiGoneException.Explains(failure))
        {
            throw new RuntimeApiGoneException(next.Authority, failure);
        }
    }

    public ValueTask<HttpStatusCode> RespondAsync(string requestId, ReadOnlyMemory<byte> response) =>
        PostAsync(InvocationUri(requestId, "response"), response, errorType: null);

    public ValueTask<HttpStatusCode> ReportErrorAsync(string requestId, ReadOnlyMemory<byte> report, string errorType) =>
        PostAsync(InvocationUri(requestId, "error"), report, errorType);

    /// <summary>
    /// Tells the Runtime API that the function could not start. Synchronous, because it is the last thing a failing process
    /// does; a Runtime API that is gone is not an error any more.
    /// </summary>
    public void ReportInitError(Exception failure)
    {
        using var report = new PooledBuffer();
        ErrorReport.Write(report, failure);
        using var request = Post(new Uri(root + "init/error"), report.WrittenMemory, ErrorReport.TypeOf(failure));
        try
        {
            http.Send(request, CancellationToken.None).Dispose();
        }
        catch (Exception gone) when (RuntimeApiGoneException.Explains(gone))
        {
            // Nobody is left to be told; the process ends with code 1 all the same.
        }
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<HttpStatusCode> PostAsync(Uri uri, ReadOnlyMemory<byte> document, string? errorType)
    {
        try
        {
            using var request = Post(uri, document, errorType);
            using var response = await http.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            if (response.Content.Headers.ContentLength is not 0)
            {
                // Read to the end: an unread answer would keep the connection from the next request.
                using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
                while (await body.ReadAsync(discarded).ConfigureAwait(false) > 0)
                {
                }
            }

            return response.StatusCode;
        }
        catch (Exception failure) when (RuntimeApiGoneException.Explains(failure))
        {
            throw new RuntimeApiGoneException(uri.Authority, failure);
        }
    }

    private static HttpRequestMessage Post(Uri uri, ReadOnlyMemory<byte> document, string? errorType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ReadOnlyMemoryContent(document) };
        request.Content.Headers.ContentType = Json;
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        return request;
    }

    private Uri InvocationUri(string requestId, string what) =>
        new($"{root}invocation/{Uri.EscapeDataString(requestId)}/{what}");

    private static InvocationHead ReadHead(HttpHeadersNonValidated headers)
    {
        var requestId = Value(headers, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("next answered without the header Lambda-Runtime-Aws-Request-Id.");
        var deadline = long.TryParse(
            Value(headers, "Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
                : DateTimeOffset.MaxValue;
        return new InvocationHead(
            requestId,
            deadline,
            Value(headers, "Lambda-Runtime-Invoked-Function-Arn"),
            Value(headers, "Lambda-Runtime-Trace-Id"),
            Value(headers, "Lambda-Runtime-Client-Context"),
            Value(headers, "Lambda-Runtime-Cognito-Identity"))
        {
            Exchange = Value(headers, InvocationExchange.Header),
        };
    }

    private static string? Value(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
}
