using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulation.S3.Store;

/// <summary>What is kept of an object beside its bytes, and of an upload that will be one.</summary>
internal sealed record KeptFacts
{
    /// <summary>The headers that it is given and answers with, <c>x-amz-meta-*</c> among them, by their names in lower case.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string StorageClass { get; init; } = StorageClasses.Standard;

    /// <summary>The name of the checksum's algorithm; null of an upload that declares none.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The checksum as it is told, <c>-N</c> behind it where it is made of those of N parts.</summary>
    public string? Checksum { get; init; }

    /// <summary>Whether the checksum is one of the parts' checksums.</summary>
    public bool IsComposite { get; init; }

    /// <summary>The key of KMS that encrypts it on AWS; null for none.</summary>
    public ObjectEncryption? Encryption { get; init; }

    /// <summary>The parts that it was uploaded in; none of what came as one.</summary>
    public ImmutableArray<PartFacts> Parts { get; init; } = [];
}

/// <summary>A part of an object, as it is told.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Checksum">In Base64; null where the upload declared no algorithm.</param>
internal sealed record PartFacts(int Number, long Size, string? Checksum);

/// <summary>A version of an object, or a delete marker.</summary>
internal sealed record StoredVersion
{
    /// <summary>Its place in the order of writes.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its id; <c>null</c> for the one that a bucket without versions has.</summary>
    public required string Id { get; init; }

    public bool IsLatest { get; init; }

    /// <summary>Whether it says that the object is deleted.</summary>
    public bool IsMarker { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Without quotes.</summary>
    public string ETag { get; init; } = "";

    public KeptFacts Facts { get; init; } = new();

    public ImmutableArray<ObjectTag> Tags { get; init; } = [];

    /// <summary>The files of its body in their order; none of a small one.</summary>
    public ImmutableArray<BodyFile> Files { get; init; } = [];

    /// <summary>A small body; null where it is in files, or was not asked for.</summary>
    public byte[]? Body { get; init; }

    public string QuotedETag => $"\"{ETag}\"";

    /// <summary>When it was written as S3 tells it, in whole seconds.</summary>
    public DateTimeOffset ModifiedSecond => DateTimeOffset.FromUnixTimeSeconds(Modified.ToUnixTimeSeconds());
}

/// <summary>Keys as they are kept: the bytes of their UTF-8, in whose order S3 lists them.</summary>
internal static class KeyBytes
{
    public static byte[] Of(string key) => Encoding.UTF8.GetBytes(key);

    public static string Text(byte[] key) => Encoding.UTF8.GetString(key);

    /// <summary>The key of a call.</summary>
    /// <exception cref="Calls.RefusedException">It is too long.</exception>
    public static byte[] Checked(string key)
    {
        var bytes = Of(key);
        return bytes.Length <= S3Refusals.LongestKey
            ? bytes
            : throw S3Refusals.KeyTooLong(bytes.Length).Raised();
    }

    /// <summary>The first key behind all that begin so; null where there is none.</summary>
    public static byte[]? Behind(ReadOnlySpan<byte> prefix)
    {
        var last = prefix.LastIndexOfAnyExcept((byte)0xFF);
        if (last < 0)
        {
            return null;
        }

        var behind = prefix[..(last + 1)].ToArray();
        behind[last]++;
        return behind;
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(KeptFacts))]
[JsonSerializable(typeof(ImmutableArray<ObjectTag>))]
[JsonSerializable(typeof(ImmutableArray<BodyFile>))]
[JsonSerializable(typeof(ImmutableArray<ManifestPart>))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static string? Write(ImmutableArray<ObjectTag> tags) => tags.IsEmpty ? null : JsonSerializer.Serialize(tags, Default.ImmutableArrayObjectTag);

    public static string? Write(ImmutableArray<BodyFile> files) => files.IsEmpty ? null : JsonSerializer.Serialize(files, Default.ImmutableArrayBodyFile);

    public static string Write(KeptFacts facts) => JsonSerializer.Serialize(facts, Default.KeptFacts);

    public static ImmutableArray<ObjectTag> Tags(string? text) => text is null ? [] : JsonSerializer.Deserialize(text, Default.ImmutableArrayObjectTag);

    public static ImmutableArray<BodyFile> Files(string? text) => text is null ? [] : JsonSerializer.Deserialize(text, Default.ImmutableArrayBodyFile);

    public static KeptFacts Facts(string text) => JsonSerializer.Deserialize(text, Default.KeptFacts)!;
}
