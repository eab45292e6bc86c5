namespace SigV4;

/// <summary>A request as a server received it, before any framework normalised it: what a signature covers is the wire form.</summary>
/// <param name="method">Such as <c>POST</c>.</param>
/// <param name="rawTarget">Path and query exactly as in the request line.</param>
/// <param name="headers">All headers, repeated names in the order of the wire.</param>
/// <param name="body">The whole body.</param>
public readonly ref struct IncomingRequest(ReadOnlySpan<char> method, ReadOnlySpan<char> rawTarget, ReadOnlySpan<HeaderField> headers, ReadOnlySpan<byte> body)
{
    /// <summary>Such as <c>POST</c>.</summary>
    public ReadOnlySpan<char> Method { get; } = method;

    /// <summary>Path and query exactly as in the request line.</summary>
    public ReadOnlySpan<char> RawTarget { get; } = rawTarget;

    /// <summary>All headers, repeated names in the order of the wire.</summary>
    public ReadOnlySpan<HeaderField> Headers { get; } = headers;

    /// <summary>The whole body.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}
