using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Upstreams.Bodies;

/// <summary>A body that goes to a server piece by piece, however long it is. Its last byte goes there only when the whole is what was signed.</summary>
internal static class StreamedBody
{
    /// <summary>In bytes, what is read of it at a time.</summary>
    public const int Piece = 64 * 1024;

    /// <summary>Whether a head says how its body is signed, so that the signature can be proven before the body is read: by its hash, or not at all.</summary>
    public static bool IsTold(ReceivedRequest head, out PayloadHash payload)
    {
        payload = default;
        return head.Http.Request.Headers["x-amz-content-sha256"] is [{ } declared] && PayloadHash.TryParse(declared, out payload)
            && (payload.IsSigned || declared == PayloadHash.NotSigned.ToString());
    }

    /// <summary>The body of a request whose signature is proven.</summary>
    public static HttpContent Of(ReceivedRequest request, SignedPayload payload)
    {
        var body = request.Http.Request.Body;
        var content = new StreamContent(payload.Hash.IsSigned ? new HeldBackBody(new HashedBody(body, payload.Hash.ToString(), Wrong)) : body, Piece);
        content.Headers.ContentLength = request.Http.Request.ContentLength;
        return content;
    }

    private static ServiceRefusal Wrong(string declared, string computed) => new(
        403, "InvalidSignatureException", $"The body is not the one that was signed: its SHA-256 is {computed}, and the header x-amz-content-sha256 says {declared}.");
}
