using SigV4;

namespace Emulation.Upstreams;

/// <summary>A request as it goes to a server behind LocalAws, before it is signed for that server.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Target">Path and query, percent-encoded.</param>
/// <param name="Headers">What it says beside its signature, its address and its length.</param>
/// <param name="Body">Its body.</param>
internal sealed record UpstreamRequest(string Method, string Target, IReadOnlyList<HeaderField> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// A query that says nothing, for bodies that are neither JSON nor a form: there are servers that look for the fields of a form in any body, unless the query has some.
    /// </summary>
    public const string NoForm = "?localaws";

    /// <summary>Whether the server is called by AWS's name for it in the region; else by its own.</summary>
    public bool HasAwsHost { get; init; }

    /// <summary>A body that is sent piece by piece in the place of <see cref="Body"/>, however long that takes; null for that one. Its signature does not cover it.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>What the signature says of <see cref="Content"/>.</summary>
    public PayloadHash ContentHash { get; init; } = PayloadHash.NotSigned;
}
