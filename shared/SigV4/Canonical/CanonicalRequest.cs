namespace SigV4.Canonical;

/// <summary>
/// The form of a request that is signed: method, path, query, headers, names of the signed headers, payload hash, a line each. Source: IAM
/// User Guide, "Create a signed AWS API request", step 1. Signing and verifying both end up here.
/// </summary>
internal static class CanonicalRequest
{
    /// <summary>For signing: all of <paramref name="headers"/> are signed, and sorted already.</summary>
    public static void Add(
        ref ByteWriter writer, ReadOnlySpan<char> method, ReadOnlySpan<char> target, ReadOnlySpan<HeaderField> headers, in PayloadHash payload, bool isS3, out Range signedNames)
    {
        AddTarget(ref writer, method, target, isS3, except: default);
        CanonicalHeaders.AddSorted(ref writer, headers);
        var start = writer.Length;
        CanonicalHeaders.AddNames(ref writer, headers);
        signedNames = start..writer.Length;
        AddPayload(ref writer, payload);
    }

    /// <summary>For verifying: the claim says which headers are signed.</summary>
    public static void Add(ref ByteWriter writer, in IncomingRequest request, ReadOnlySpan<char> signedNames, in PayloadHash payload, bool isS3)
    {
        AddTarget(ref writer, request.Method, request.RawTarget, isS3, except: QueryParameter.Signature);
        CanonicalHeaders.AddListed(ref writer, request.Headers, signedNames);
        writer.AddLower(signedNames);
        AddPayload(ref writer, payload);
    }

    private static void AddTarget(ref ByteWriter writer, ReadOnlySpan<char> method, ReadOnlySpan<char> target, bool isS3, ReadOnlySpan<char> except)
    {
        var question = target.IndexOf('?');
        writer.Add(method);
        writer.Add((byte)'\n');
        CanonicalPath.Add(ref writer, question < 0 ? target : target[..question], isS3);
        writer.Add((byte)'\n');
        CanonicalQuery.Add(ref writer, question < 0 ? [] : target[(question + 1)..], isS3, except);
        writer.Add((byte)'\n');
    }

    private static void AddPayload(ref ByteWriter writer, in PayloadHash payload)
    {
        writer.Add((byte)'\n');
        payload.AddTo(ref writer);
    }
}
