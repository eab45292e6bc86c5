using System.Globalization;
using System.Text;
using LambdaHost.Errors;

namespace LambdaHost.RuntimeApi;

/// <summary>
/// An answer that is sent while the handler makes it. Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes", response streaming: chunks, and an error that
/// comes after them in the trailers.
/// </summary>
internal sealed class StreamedAnswer(HttpConnection connection, string path, ReadOnlyMemory<byte> prelude) : IDisposable
{
    private const string ErrorBodyTrailer = "Lambda-Runtime-Function-Error-Body";

    /// <summary>Between status and headers, and the body.</summary>
    private static readonly byte[] Delimiter = new byte[8];

    private readonly SemaphoreSlim turn = new(1);
    private bool hasBegun;

    public long BytesWritten { get; private set; }

    public bool HasError { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (HasError)
            {
                throw new InvalidOperationException("Cannot write to a stream after an error has been reported.");
            }

            await BeginAsync().ConfigureAwait(false);
            await SendAsync(bytes, cancellation).ConfigureAwait(false);
            BytesWritten += bytes.Length;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The handler has ended; an error goes after what it has written.</summary>
    public async Task EndAsync(ErrorDocument? error)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            HasError = error is not null;
            await BeginAsync().ConfigureAwait(false);
            var trailers = error is null ? ""
                : $"{InvocationFeed.ErrorTypeHeader}: {error.Type}\r\n{ErrorBodyTrailer}: {Convert.ToBase64String(error.Json.Span)}\r\n";
            await connection.SendAsync(Encoding.UTF8.GetBytes($"0\r\n{trailers}\r\n"), CancellationToken.None).ConfigureAwait(false);
            await connection.ReceiveAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Its time is over, or the Runtime API is gone: the next call finds out.
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        turn.Dispose();
    }

    private async Task BeginAsync()
    {
        if (hasBegun)
        {
            return;
        }

        hasBegun = true;
        await connection.SendAsync(
            "POST",
            path,
            [
                ("Content-Type", "application/vnd.awslambda.http-integration-response"), ("Lambda-Runtime-Function-Response-Mode", "streaming"),
                ("Transfer-Encoding", "chunked"), ("Trailer", $"{InvocationFeed.ErrorTypeHeader}, {ErrorBodyTrailer}"),
            ],
            default).ConfigureAwait(false);
        if (prelude.Length > 0)
        {
            await SendAsync((byte[])[.. prelude.Span, .. Delimiter], CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.Length > 0)
        {
            var size = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:X}\r\n"));
            await connection.SendAsync((byte[])[.. size, .. bytes.Span, .. "\r\n"u8], cancellation).ConfigureAwait(false);
        }
    }
}
