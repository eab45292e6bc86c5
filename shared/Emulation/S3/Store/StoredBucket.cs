using System.Collections.Immutable;
using System.Text.Json;
using Emulation.S3.Wire;
using Iam;

namespace Emulation.S3.Store;

/// <summary>Whether a bucket keeps what is replaced and deleted. Amazon S3 User Guide, "Retaining multiple versions of objects with S3 Versioning".</summary>
internal enum BucketVersioning
{
    /// <summary>It never has: an object has one version, and no answer tells its id.</summary>
    Never,

    Enabled,

    /// <summary>It did: what is written now replaces the version <c>null</c>, the others stay.</summary>
    Suspended,
}

/// <summary>A bucket with its documents by their kinds.</summary>
internal sealed record StoredBucket(long Id, string Name, AccountId Account, string Region, DateTimeOffset Created)
{
    private readonly ImmutableDictionary<string, string> documents = ImmutableDictionary<string, string>.Empty;

    public required ImmutableDictionary<string, string> Documents
    {
        get => documents;
        init
        {
            documents = value;
            Versioning = value.GetValueOrDefault(BucketDocument.Versioning) switch
            {
                "Enabled" => BucketVersioning.Enabled,
                "Suspended" => BucketVersioning.Suspended,
                _ => BucketVersioning.Never,
            };
            Tags = TagsOf(value.GetValueOrDefault(BucketDocument.Tagging));
            Encryption = value.TryGetValue(BucketDocument.Encryption, out var encryption) ? EncryptionDocument.Read(System.Text.Encoding.UTF8.GetBytes(encryption)) : null;
            Cors = value.TryGetValue(BucketDocument.Cors, out var cors) ? CorsRules.Parse(System.Text.Encoding.UTF8.GetBytes(cors)) : null;
        }
    }

    public BucketVersioning Versioning { get; private init; }

    public ImmutableArray<ObjectTag> Tags { get; private init; }

    /// <summary>The key of KMS that encrypts what is put into it; null for none.</summary>
    public ObjectEncryption? Encryption { get; private init; }

    /// <summary>Which pages of a browser may read its answers; null where none may.</summary>
    public CorsRules? Cors { get; private init; }

    /// <summary>The version's id as answers tell it; null where the bucket never had versions.</summary>
    public string? Told(string version) => Versioning == BucketVersioning.Never ? null : version;

    private static ImmutableArray<ObjectTag> TagsOf(string? document) =>
        document is null ? [] : JsonSerializer.Deserialize(document, StoreJson.Default.ImmutableArrayObjectTag);
}

/// <summary>The kinds of documents of a bucket.</summary>
internal static class BucketDocument
{
    public const string Versioning = "versioning";
    public const string Tagging = "tagging";
    public const string Cors = "cors";
    public const string Ownership = "ownershipControls";
    public const string Encryption = "encryption";
}
