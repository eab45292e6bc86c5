namespace SigV4.Canonical;

/// <summary>What the signing key signs: algorithm, time, scope and hash of the canonical request. Source: IAM User Guide, "Create a signed AWS API request", step 3.</summary>
internal static class StringToSign
{
    /// <param name="writer">Takes it.</param>
    /// <param name="time">The time of the signature.</param>
    /// <param name="scope">The credential scope, in UTF-8.</param>
    /// <param name="canonicalRequestHash">The SHA-256 of the canonical request.</param>
    public static void Add(ref ByteWriter writer, SigningTime time, ReadOnlySpan<byte> scope, ReadOnlySpan<byte> canonicalRequestHash)
    {
        writer.Add("AWS4-HMAC-SHA256\n"u8);
        time.AddTo(ref writer);
        writer.Add((byte)'\n');
        writer.Add(scope);
        writer.Add((byte)'\n');
        AddHex(ref writer, canonicalRequestHash);
    }

    public static void AddHex(ref ByteWriter writer, ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, writer.Reserve(bytes.Length * 2), out var written);
        writer.Advance(written);
    }
}
