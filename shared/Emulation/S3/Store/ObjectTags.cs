using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Emulation.S3.Store;

/// <summary>A tag of a bucket or an object.</summary>
internal sealed record ObjectTag(string Key, string Value);

/// <summary>Reads and writes tags. Amazon S3 User Guide, "Categorizing your objects using tags"; Amazon S3 API Reference, "Tag".</summary>
internal static partial class ObjectTags
{
    private const int MostOfObject = 10;
    private const int MostOfBucket = 50;

    /// <summary>The tags in <c>x-amz-tagging</c>, written as a query.</summary>
    public static ImmutableArray<ObjectTag> OfHeader(string header)
    {
        var tags = ImmutableArray.CreateBuilder<ObjectTag>();
        foreach (var pair in header.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            tags.Add(new ObjectTag(Decode(cut < 0 ? pair : pair[..cut]), cut < 0 ? "" : Decode(pair[(cut + 1)..])));
        }

        if (tags.DistinctBy(static tag => tag.Key, StringComparer.Ordinal).Count() < tags.Count)
        {
            throw S3Refusals.InvalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "x-amz-tagging", header).Raised();
        }

        return Checked(tags.ToImmutable(), isBucket: false);
    }

    /// <summary>The tags in a <c>Tagging</c> document.</summary>
    public static ImmutableArray<ObjectTag> OfDocument(byte[] document, bool isBucket)
    {
        var sets = XmlRequest.Parse(document, "Tagging").Children("TagSet").ToList();
        return sets.Count == 1 ? Checked([.. sets[0].Children("Tag").Select(Read)], isBucket) : throw S3Refusals.MalformedXml.Raised();
    }

    public static S3Answer Answer(ImmutableArray<ObjectTag> tags, string? version = null) => AnswerDocument.Answer(
        "Tagging",
        body => body.Add("TagSet", set =>
        {
            foreach (var tag in tags)
            {
                set.Add("Tag", one => one.Add("Key", tag.Key).Add("Value", tag.Value));
            }
        }),
        ("x-amz-version-id", version));

    public static ImmutableDictionary<string, string> Facts(ImmutableArray<ObjectTag> tags) =>
        tags.ToImmutableDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);

    private static ObjectTag Read(XElement tag) => new(tag.Needed("Key"), tag.Needed("Value"));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static ImmutableArray<ObjectTag> Checked(ImmutableArray<ObjectTag> tags, bool isBucket)
    {
        var most = isBucket ? MostOfBucket : MostOfObject;
        if (tags.Length > most)
        {
            throw S3Refusals.Of(400, "BadRequest", string.Create(CultureInfo.InvariantCulture,
                $"{(isBucket ? "Bucket tag count" : "Object tags")} cannot be greater than {most}")).Raised();
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (tag.Key.Length is 0 or > 128 || !Allowed().IsMatch(tag.Key))
            {
                throw S3Refusals.Of(400, "InvalidTag", "The TagKey you have provided is invalid", ("TagKey", tag.Key)).Raised();
            }

            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw S3Refusals.Of(400, "InvalidTag", "System tags cannot be added/updated by requester", ("TagKey", tag.Key)).Raised();
            }

            if (tag.Value.Length > 256 || !Allowed().IsMatch(tag.Value))
            {
                throw S3Refusals.Of(400, "InvalidTag", "The TagValue you have provided is invalid", ("TagKey", tag.Key), ("TagValue", tag.Value)).Raised();
            }

            if (!keys.Add(tag.Key))
            {
                throw S3Refusals.Of(400, "InvalidTag", "Cannot provide multiple Tags with the same key", ("TagKey", tag.Key)).Raised();
            }
        }

        return tags;
    }

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    private static partial Regex Allowed();
}
