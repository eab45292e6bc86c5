namespace SigV4.Canonical;

/// <summary>What the signing key signs: algorithm, time, scope and hash of the canonical request. Source: IAM User Guide, "Create a signed AWS API request", step 3.</summary>
internal static class StringToSign
{
    public static void Add(ref ByteWriter writer, SigningTime time, ReadOnlySpan<char> region, ReadOnlySpan<char> service, ReadOnlySpan<byte> canonicalRequestHash)
    {
        writer.Add("AWS4-HMAC-SHA256\n"u8);
        time.AddTo(ref writer);
        writer.Add((byte)'\n');
        AddScope(ref writer, time, region, service);
        writer.Add((byte)'\n');
        AddHex(ref writer, canonicalRequestHash);
    }

    public static void AddScope(ref ByteWriter writer, SigningTime time, ReadOnlySpan<char> region, ReadOnlySpan<char> service)
    {
        time.AddDateTo(ref writer);
        writer.Add((byte)'/');
        writer.Add(region);
        writer.Add((byte)'/');
        writer.Add(service);
        writer.Add("/aws4_request"u8);
    }

    public static void AddHex(ref ByteWriter writer, ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, writer.Reserve(bytes.Length * 2), out var written);
        writer.Advance(written);
    }
}
