using System.Collections.Immutable;
using System.Globalization;

namespace Emulation.S3.Store;

/// <summary>What is told of an object without its bytes. Amazon S3 API Reference, "GetObjectAttributes".</summary>
internal static class ObjectAttributes
{
    private const int MostParts = 1000;
    private static readonly ImmutableArray<string> Known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    /// <summary>The attributes that a request names.</summary>
    public static ImmutableArray<string> Read(S3Call call)
    {
        var header = call.Header("x-amz-object-attributes")
            ?? throw S3Refusals.InvalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty").Raised();
        ImmutableArray<string> names = [.. header.Split(',').Select(static name => name.Trim())];
        return names.FirstOrDefault(static name => !Known.Contains(name)) is { } unknown
            ? throw S3Refusals.InvalidArgument("Invalid attribute name specified", "x-amz-object-attributes", unknown).Raised()
            : names;
    }

    public static S3Answer Answer(S3Call call, StoredBucket bucket, StoredVersion version, ImmutableArray<string> wanted)
    {
        var most = ListParameters.Limit(call.Header("x-amz-max-parts"), "x-amz-max-parts", MostParts);
        var after = ListParameters.Number(call.Header("x-amz-part-number-marker"), "x-amz-part-number-marker", 0);
        return AnswerDocument.Answer(
            "GetObjectAttributesResponse",
            body =>
            {
                body.Add("ETag", wanted.Contains("ETag") ? version.ETag : null);
                if (wanted.Contains("Checksum") && ChecksumAlgorithm.Named(version.Facts.Algorithm ?? "") is { } algorithm)
                {
                    body.Add("Checksum", one => one.Add(algorithm.Element, version.Facts.Checksum).Add("ChecksumType", ChecksumType.Name(version.Facts.IsComposite)));
                }

                if (wanted.Contains("ObjectParts") && !version.Facts.Parts.IsEmpty)
                {
                    body.Add("ObjectParts", parts => WriteParts(parts, version, most, after));
                }

                body.Add("StorageClass", wanted.Contains("StorageClass") ? version.Facts.StorageClass : null);
                body.Add("ObjectSize", wanted.Contains("ObjectSize") ? version.Size.ToString(CultureInfo.InvariantCulture) : null);
            },
            ("Last-Modified", AnswerHeaders.Date(version.ModifiedSecond)),
            ("x-amz-version-id", bucket.Told(version.Id)));
    }

    /// <summary>Parts are told one by one where each has a checksum.</summary>
    private static void WriteParts(AnswerDocument body, StoredVersion version, int most, int after)
    {
        var parts = version.Facts.Parts;
        body.Add("PartsCount", parts.Length);
        if (parts[0].Checksum is null || ChecksumAlgorithm.Named(version.Facts.Algorithm ?? "") is not { } algorithm)
        {
            return;
        }

        var left = parts.Where(part => part.Number > after).ToList();
        body.Add("PartNumberMarker", after)
            .Add("NextPartNumberMarker", left.Take(most).LastOrDefault()?.Number ?? 0)
            .Add("MaxParts", most)
            .Add("IsTruncated", left.Count > most);
        foreach (var part in left.Take(most))
        {
            body.Add("Part", one => one.Add("PartNumber", part.Number).Add("Size", part.Size).Add(algorithm.Element, part.Checksum));
        }
    }
}
