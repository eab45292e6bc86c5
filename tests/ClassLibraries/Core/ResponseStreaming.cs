using System.Net;
using System.Text.Json;

namespace Amazon.Lambda.Core.ResponseStreaming;

/// <summary>What a runtime has to give, which only the package itself may name.</summary>
internal interface ILambdaResponseStream : IDisposable
{
    long BytesWritten { get; }
    bool HasError { get; }
    Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken = default);
}

internal class ImplLambdaResponseStream : ILambdaResponseStream
{
    private readonly Delegates delegates;

    internal ImplLambdaResponseStream(Delegates innerDelegates) => delegates = innerDelegates;

    public long BytesWritten => delegates.BytesWritten();

    public bool HasError => delegates.HasError();

    public void Dispose() => delegates.Dispose();

    public Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken = default) => delegates.WriteAsync(buffer, offset, count, cancellationToken);

    internal class Delegates
    {
        internal Func<byte[], int, int, CancellationToken, Task> WriteAsync { get; set; }
        internal Func<long> BytesWritten { get; set; }
        internal Func<bool> HasError { get; set; }
        internal Action Dispose { get; set; }
    }
}

public class HttpResponseStreamPrelude
{
    public HttpStatusCode? StatusCode { get; set; }
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    internal byte[] ToByteArray() => JsonSerializer.SerializeToUtf8Bytes(new { statusCode = (int?)StatusCode, headers = Headers });
}

public class LambdaResponseStreamFactory
{
    private static Func<byte[], ILambdaResponseStream> _streamFactory;

    internal static void SetLambdaResponseStream(Func<byte[], ILambdaResponseStream> streamFactory) => _streamFactory = streamFactory;

    public static LambdaResponseStream CreateStream() => Create([]);

    public static LambdaResponseStream CreateHttpStream(HttpResponseStreamPrelude prelude) => Create(prelude.ToByteArray());

    private static LambdaResponseStream Create(byte[] prelude) =>
        new((_streamFactory ?? throw new InvalidOperationException("LambdaResponseStreamFactory is not initialized."))(prelude));
}

public class LambdaResponseStream : Stream
{
    private readonly ILambdaResponseStream stream;

    internal LambdaResponseStream(ILambdaResponseStream responseStream) => stream = responseStream;

    public long BytesWritten => stream.BytesWritten;
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => BytesWritten;
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken = default) => stream.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
