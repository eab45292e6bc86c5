using System.Globalization;

namespace Emulation.S3.Store;

/// <summary>
/// The conditions of requests on an object. Those on an ETag go before those on a time. Amazon S3 User Guide, "Performing conditional operations"; RFC 9110,
/// "Conditional Requests".
/// </summary>
internal static class ObjectConditions
{
    private static readonly string[] Dates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>Whether a client that reads has the object as it is: <c>304</c>.</summary>
    /// <exception cref="Calls.RefusedException">The object is not as the client wants it.</exception>
    public static bool IsUnchanged(S3Call call, StoredVersion version, DateTimeOffset now) =>
        FailsToMatch(call, version, "", now) is { } failed
            ? throw S3Refusals.PreconditionFailed(failed).Raised()
            : FailsToDiffer(call, version, "", now) is not null;

    /// <summary>Sees to the conditions on the object that is copied.</summary>
    public static void CheckSource(S3Call call, StoredVersion source, DateTimeOffset now)
    {
        const string Prefix = "x-amz-copy-source-";
        if ((FailsToMatch(call, source, Prefix, now) ?? FailsToDiffer(call, source, Prefix, now)) is { } failed)
        {
            throw S3Refusals.PreconditionFailed($"{Prefix}{failed}").Raised();
        }
    }

    /// <summary>Whether an <c>If-Range</c> lets a range be answered. What is not as the client has it is answered whole.</summary>
    public static bool TakesRange(S3Call call, StoredVersion version) =>
        call.Header("if-range") is not { } value || (DateOf(value) is { } date ? version.ModifiedSecond == date : Matches(value, version));

    /// <summary>Reads the conditions of a request that writes. S3 takes an ETag to match and <c>*</c> to be new, and nothing else.</summary>
    public static WriteConditions OfWrite(S3Call call)
    {
        var (match, none) = (call.Header("if-match"), call.Header("if-none-match"));
        if (none is not null && (none != "*" || match is not null))
        {
            throw S3Refusals.HeaderNotImplemented("If-None-Match").Raised();
        }

        return match == "*" ? throw S3Refusals.HeaderNotImplemented("If-Match").Raised() : new WriteConditions(match, none is not null);
    }

    public static bool Matches(string etags, StoredVersion version) =>
        etags.Split(',').Any(one => one.Trim() is var etag && (etag == "*" || etag.Replace("W/", "", StringComparison.Ordinal).Trim('"') == version.ETag));

    private static string? FailsToMatch(S3Call call, StoredVersion version, string prefix, DateTimeOffset now) =>
        call.Header($"{prefix}if-match") is { } match ? (Matches(match, version) ? null : "If-Match")
        : PastDate(call, $"{prefix}if-unmodified-since", now) is { } date && version.ModifiedSecond > date ? "If-Unmodified-Since"
        : null;

    private static string? FailsToDiffer(S3Call call, StoredVersion version, string prefix, DateTimeOffset now) =>
        call.Header($"{prefix}if-none-match") is { } none ? (Matches(none, version) ? "If-None-Match" : null)
        : PastDate(call, $"{prefix}if-modified-since", now) is { } date && version.ModifiedSecond <= date ? "If-Modified-Since"
        : null;

    /// <summary>The moment in a header. One that is still to come says nothing, nor does what is no moment.</summary>
    private static DateTimeOffset? PastDate(S3Call call, string header, DateTimeOffset now) =>
        call.Header(header) is { } text && DateOf(text) is { } date && date <= now ? date : null;

    private static DateTimeOffset? DateOf(string text) => DateTimeOffset.TryParseExact(
        text.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}

/// <summary>What has to be so for a write.</summary>
/// <param name="ETag">The ETag that the object has to have; null for any, and for none.</param>
/// <param name="IsNew">Whether there must be no object.</param>
internal readonly record struct WriteConditions(string? ETag, bool IsNew)
{
    public bool AreAny => ETag is not null || IsNew;

    /// <summary>Checks them against the current version, in the transaction that writes.</summary>
    public void Check(string key, StoredVersion? current)
    {
        var there = current is { IsMarker: false } ? current : null;
        if (IsNew && there is not null)
        {
            throw S3Refusals.PreconditionFailed("If-None-Match").Raised();
        }

        if (ETag is not null && !ObjectConditions.Matches(ETag, there ?? throw S3Refusals.NoSuchKey(key).Raised()))
        {
            throw S3Refusals.PreconditionFailed("If-Match").Raised();
        }
    }
}
