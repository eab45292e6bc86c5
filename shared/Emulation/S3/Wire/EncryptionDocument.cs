using System.Text;
using System.Xml.Linq;
using Emulation.Calls;

namespace Emulation.S3.Wire;

/// <summary>The document by which a bucket encrypts what is put into it. Amazon S3 API Reference, PutBucketEncryption.</summary>
internal static class EncryptionDocument
{
    private const string Root = "ServerSideEncryptionConfiguration";
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>Reads one; null where no key of KMS encrypts.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static ObjectEncryption? Read(ReadOnlyMemory<byte> body)
    {
        S3Document[] rules = [.. S3Document.Of(body, Root).All("Rule")];
        var algorithm = rules.Length == 1 ? rules[0].Text("ApplyServerSideEncryptionByDefault", "SSEAlgorithm") : null;
        var key = algorithm is null ? null : rules[0].Text("ApplyServerSideEncryptionByDefault", "KMSMasterKeyID");
        return algorithm == ObjectEncryption.Plain && key is null ? null
            : ObjectEncryption.IsByKey(algorithm)
                ? new ObjectEncryption(algorithm!, key is { Length: > 0 } ? key : null, rules[0].Text("BucketKeyEnabled")?.Trim().ToLowerInvariant() == "true")
                : throw S3Refusals.MalformedXml.Raised();
    }

    /// <summary>Reads what a server says; null where it says nothing that is one.</summary>
    public static ObjectEncryption? Told(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(body);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>The document.</summary>
    public static byte[] Written(ObjectEncryption? encryption)
    {
        XNamespace s3 = Namespace;
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XElement(
            s3 + Root,
            new XElement(
                s3 + "Rule",
                new XElement(
                    s3 + "ApplyServerSideEncryptionByDefault",
                    new XElement(s3 + "SSEAlgorithm", encryption?.Algorithm ?? ObjectEncryption.Plain),
                    encryption?.KeyId is { } key ? new XElement(s3 + "KMSMasterKeyID", key) : null),
                new XElement(s3 + "BucketKeyEnabled", encryption is { HasBucketKey: true } ? "true" : "false"))).ToString(SaveOptions.DisableFormatting));
    }
}
