using SigV4;

namespace Emulation.Upstreams;

/// <summary>A request as it goes to a server behind LocalAws, before it is signed for that server.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Target">Path and query, percent-encoded.</param>
/// <param name="Headers">What it says beside its signature, its address and its length.</param>
/// <param name="Body">Its body.</param>
internal sealed record UpstreamRequest(string Method, string Target, IReadOnlyList<HeaderField> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>What the client calls the server by, so that addresses in answers lead to LocalAws; null for the server's own address.</summary>
    public string? Host { get; init; }

    /// <summary>A body that is sent piece by piece in the place of <see cref="Body"/>, however long that takes; null for that one. Its signature does not cover it.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>What the signature says of <see cref="Content"/>.</summary>
    public PayloadHash ContentHash { get; init; } = PayloadHash.NotSigned;
}
