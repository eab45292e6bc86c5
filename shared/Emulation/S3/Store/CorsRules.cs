using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Emulation.S3.Store;

/// <summary>A rule of a bucket for pages of browsers. Amazon S3 User Guide, "Elements of a CORS configuration".</summary>
internal sealed record CorsRule(
    string? Id, ImmutableArray<string> Methods, ImmutableArray<string> Origins, ImmutableArray<string> Headers, ImmutableArray<string> Exposed, int? MaxAgeSeconds)
{
    /// <summary>The origin that an answer names to a page; null where the rule is not for it.</summary>
    /// <param name="origin">Of the page.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="headers">Those that the page wants to send, in lower case.</param>
    public string? Match(string origin, string method, ImmutableArray<string> headers) =>
        Methods.Contains(method)
        && Origins.FirstOrDefault(pattern => IsLike(origin, pattern, StringComparison.Ordinal)) is { } matched
        && headers.All(header => Headers.Any(pattern => IsLike(header, pattern, StringComparison.OrdinalIgnoreCase)))
            ? (matched == "*" ? "*" : origin)
            : null;

    /// <summary>Whether a text is a pattern with one star at most.</summary>
    private static bool IsLike(string text, string pattern, StringComparison comparison)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? text.Equals(pattern, comparison)
            : text.Length >= pattern.Length - 1 && text.StartsWith(pattern[..star], comparison) && text.EndsWith(pattern[(star + 1)..], comparison);
    }
}

/// <summary>The rules of a bucket for pages of browsers; the first that is for a request answers it.</summary>
internal sealed record CorsRules(ImmutableArray<CorsRule> Rules)
{
    private const int Most = 100;
    private static readonly FrozenSet<string> Methods = FrozenSet.Create("GET", "PUT", "HEAD", "POST", "DELETE");

    /// <summary>Reads a <c>CORSConfiguration</c>. Amazon S3 API Reference, "PutBucketCors".</summary>
    public static CorsRules Parse(byte[] document)
    {
        ImmutableArray<CorsRule> rules = [.. XmlRequest.Parse(document, "CORSConfiguration").Children("CORSRule").Select(Read)];
        return rules.IsEmpty ? throw S3Refusals.MalformedXml.Raised()
            : rules.Length <= Most ? new CorsRules(rules)
            : throw S3Refusals.InvalidRequest($"The number of CORS rules should not exceed allowed limit of {Most} rules.").Raised();
    }

    public S3Answer Answer() => AnswerDocument.Answer("CORSConfiguration", body =>
    {
        foreach (var rule in Rules)
        {
            body.Add("CORSRule", one =>
            {
                one.Add("ID", rule.Id);
                AddAll(one, "AllowedMethod", rule.Methods);
                AddAll(one, "AllowedOrigin", rule.Origins);
                AddAll(one, "AllowedHeader", rule.Headers);
                one.Add("MaxAgeSeconds", rule.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture));
                AddAll(one, "ExposeHeader", rule.Exposed);
            });
        }
    });

    private static void AddAll(AnswerDocument body, string name, ImmutableArray<string> values)
    {
        foreach (var value in values)
        {
            body.Add(name, value);
        }
    }

    private static CorsRule Read(XElement rule)
    {
        var read = new CorsRule(
            rule.Text("ID"), All(rule, "AllowedMethod"), All(rule, "AllowedOrigin"), All(rule, "AllowedHeader"), All(rule, "ExposeHeader"),
            rule.Text("MaxAgeSeconds") is not { } age ? null
                : int.TryParse(age, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw S3Refusals.MalformedXml.Raised());
        if (read.Methods.IsEmpty || read.Origins.IsEmpty)
        {
            throw S3Refusals.MalformedXml.Raised();
        }

        if (read.Methods.FirstOrDefault(static method => !Methods.Contains(method)) is { } unknown)
        {
            throw S3Refusals.InvalidRequest($"Found unsupported HTTP method in CORS config. Unsupported method is {unknown}").Raised();
        }

        CheckStars("AllowedOrigin", read.Origins);
        CheckStars("AllowedHeader", read.Headers);
        return read.Exposed.FirstOrDefault(static header => header.Contains('*', StringComparison.Ordinal)) is { } star
            ? throw S3Refusals.InvalidRequest($"ExposeHeader \"{star}\" contains wildcard. We currently do not support wildcard for ExposeHeader.").Raised()
            : read;
    }

    private static void CheckStars(string element, ImmutableArray<string> patterns)
    {
        if (patterns.FirstOrDefault(static pattern => pattern.AsSpan().Count('*') > 1) is { } wrong)
        {
            throw S3Refusals.InvalidRequest($"{element} \"{wrong}\" can not have more than one wildcard.").Raised();
        }
    }

    private static ImmutableArray<string> All(XElement rule, string name) => [.. rule.Children(name).Select(static one => one.Value)];
}
