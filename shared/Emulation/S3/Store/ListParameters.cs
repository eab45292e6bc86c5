using System.Globalization;
using System.Text;

namespace Emulation.S3.Store;

/// <summary>The parameters that lists have in common: what is listed, how much of it, and how keys are written.</summary>
internal sealed class ListParameters
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*/";

    public ListParameters(S3Call call)
    {
        Prefix = call.Parameter("prefix") ?? "";
        Delimiter = call.Parameter("delimiter") is { Length: > 0 } delimiter ? delimiter : null;
        PrefixBytes = KeyBytes.Of(Prefix);
        DelimiterBytes = Delimiter is null ? null : KeyBytes.Of(Delimiter);
        var encoding = call.Parameter("encoding-type");
        IsEncoded = encoding is null or "" ? false : encoding == "url" ? true
            : throw S3Refusals.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding).Raised();
    }

    public string Prefix { get; }

    public string? Delimiter { get; }

    public byte[] PrefixBytes { get; }

    public byte[]? DelimiterBytes { get; }

    private bool IsEncoded { get; }

    /// <summary>How many entries are wanted; S3 lists no more than a thousand at once.</summary>
    public static int Limit(string? text, string parameter, int most = 1000) => Math.Min(Number(text, parameter, most), most);

    /// <summary>A number that is not negative.</summary>
    public static int Number(string? text, string parameter, int fallback)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw S3Refusals.InvalidArgument($"Provided {parameter} not an integer or within integer range", parameter, text).Raised();
        }

        return number >= 0 ? number : throw S3Refusals.InvalidArgument($"Argument {parameter} must be an integer between 0 and 2147483647", parameter, text).Raised();
    }

    /// <summary>A key, or a piece of one, as the answer has it. Amazon S3 API Reference, "ListObjectsV2", <c>encoding-type</c>.</summary>
    public string? Shown(string? text)
    {
        if (!IsEncoded || text is null)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = one == ' ' ? shown.Append('+')
                : Unreserved.Contains((char)one, StringComparison.Ordinal) ? shown.Append((char)one)
                : shown.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }

        return shown.ToString();
    }

    public void WriteEncoding(AnswerDocument body) => body.Add("EncodingType", IsEncoded ? "url" : null);

    /// <summary>The common prefix that a key goes into; null where it stands for itself.</summary>
    public byte[]? GroupOf(byte[] key)
    {
        if (DelimiterBytes is null)
        {
            return null;
        }

        var at = key.AsSpan(PrefixBytes.Length).IndexOf(DelimiterBytes);
        return at < 0 ? null : key[..(PrefixBytes.Length + at + DelimiterBytes.Length)];
    }

    public void WriteGroups(AnswerDocument body, IEnumerable<byte[]> groups)
    {
        foreach (var group in groups)
        {
            body.Add("CommonPrefixes", one => one.Add("Prefix", Shown(KeyBytes.Text(group))));
        }
    }
}
