using System.Globalization;

namespace Emulation.S3.Store;

/// <summary>Reads objects and what is known of them. Amazon S3 API Reference, "GetObject", "HeadObject", "GetObjectAttributes".</summary>
internal sealed class ObjectReading(StoreParts parts)
{
    /// <summary>Answers with the object, or with its headers alone.</summary>
    public S3Answer Get(S3Call call, bool isHead)
    {
        ObjectHeaders.CheckOverrides(call);
        var bucket = parts.BucketOf(call);
        var opened = Open(call, bucket);
        try
        {
            var answer = Answer(call, bucket, opened, isHead);
            if (answer.WriteAsync is null)
            {
                opened.Dispose();
            }

            return answer;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public S3Answer Attributes(S3Call call)
    {
        var wanted = ObjectAttributes.Read(call);
        var bucket = parts.BucketOf(call);
        using var opened = Open(call, bucket);
        return ObjectAttributes.Answer(call, bucket, opened.Version, wanted);
    }

    private OpenObject Open(S3Call call, StoredBucket bucket)
    {
        var opened = parts.Open(bucket, call.Key!, call.Parameter("versionId"));
        if (!opened.Version.IsMarker)
        {
            return opened;
        }

        opened.Dispose();
        throw StoreParts.Deleted(bucket, call.Key!, opened.Version, call.Parameter("versionId") is not null).Raised();
    }

    private S3Answer Answer(S3Call call, StoredBucket bucket, OpenObject opened, bool isHead)
    {
        var version = opened.Version;
        if (ObjectConditions.IsUnchanged(call, version, parts.Time.GetUtcNow()))
        {
            return new S3Answer(304) { Headers = new AnswerHeaders().Describe(bucket, version).Alone() };
        }

        if (!isHead)
        {
            StorageClasses.CheckReadable(version);
        }

        var wanted = RangeOf(call, version);
        var range = wanted.Range;
        var headers = new AnswerHeaders()
            .Describe(bucket, version)
            .Encrypted(version.Facts.Encryption)
            .Add("accept-ranges", "bytes")
            .Recall(version, call)
            .Add("x-amz-mp-parts-count", wanted.Part is null ? null : version.Facts.Parts.Length.ToString(CultureInfo.InvariantCulture));
        if (range is { } some)
        {
            headers.Add("Content-Range", some.Length == 0 ? null : some.Of(version.Size));
        }

        if (string.Equals(call.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase))
        {
            AddChecksum(headers, version, wanted);
        }

        var whole = range ?? new ByteRange(0, version.Size);
        return headers.Answer(range is null ? 200 : 206, whole.Length, isHead ? null : (to, cancellation) => opened.WriteAsync(whole, to, cancellation)) with
        {
            Source = opened,
        };
    }

    /// <summary>The range that is asked for, by bytes or by a part's number.</summary>
    private static Wanted RangeOf(S3Call call, StoredVersion version)
    {
        var (range, number) = (call.Header("range"), call.Parameter("partNumber"));
        if (number is null)
        {
            var some = ObjectConditions.TakesRange(call, version) ? ByteRange.Parse(range, version.Size) : null;
            return new Wanted(some, null, IsWhole: some is null);
        }

        if (range is not null)
        {
            throw S3Refusals.InvalidRequest("Cannot specify both Range header and partNumber query parameter").Raised();
        }

        var wanted = PartNumber.Parse(number, "partNumber");
        var ofParts = version.Facts.Parts;
        var index = ofParts.IsEmpty ? wanted - 1 : ofParts.TakeWhile(one => one.Number != wanted).Count();
        if (index >= Math.Max(1, ofParts.Length))
        {
            throw S3Refusals.Of(
                416, "InvalidPartNumber", "The requested partnumber is not satisfiable",
                ("PartNumberRequested", number), ("ActualPartCount", Math.Max(1, ofParts.Length).ToString(CultureInfo.InvariantCulture))).Raised();
        }

        return ofParts.IsEmpty
            ? new Wanted(new ByteRange(0, version.Size), null, IsWhole: true)
            : new Wanted(new ByteRange(ofParts.Take(index).Sum(static one => one.Size), ofParts[index].Size), ofParts[index], IsWhole: false);
    }

    /// <summary>Tells the checksum of what is answered: of the whole object, or of the part; none of other ranges.</summary>
    private static void AddChecksum(AnswerHeaders headers, StoredVersion version, Wanted wanted)
    {
        var told = wanted.IsWhole ? version.Facts.Checksum : wanted.Part?.Checksum;
        if (told is not null && ChecksumAlgorithm.Named(version.Facts.Algorithm ?? "") is { } algorithm)
        {
            headers.Add(algorithm.Header, told).Add("x-amz-checksum-type", ChecksumType.Name(version.Facts.IsComposite));
        }
    }

    /// <summary>What of an object is asked for.</summary>
    /// <param name="Range">Null where nothing says that it is not the whole.</param>
    /// <param name="Part">The part whose number is asked for, of an object in parts.</param>
    /// <param name="IsWhole">Whether it is the whole, also where a number says so.</param>
    private readonly record struct Wanted(ByteRange? Range, PartFacts? Part, bool IsWhole);
}

/// <summary>The number of a part.</summary>
internal static class PartNumber
{
    private const int Most = 10_000;

    public static int Parse(string text, string parameter) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most
            ? number
            : throw S3Refusals.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", parameter, text).Raised();
}
