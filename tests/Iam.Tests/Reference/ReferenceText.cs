using System.Text.RegularExpressions;

namespace Iam.Tests.Reference;

/// <summary>Wildcards and variables by regular expressions. IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags".</summary>
internal static class ReferenceText
{
    public static bool Like(string pattern, string text, bool ignoreCase = false) => Matches(Expression(pattern), text, ignoreCase);

    /// <summary>
    /// A variable stands for its value, whatever characters that has; one without a value and without a default makes the pattern match nothing, and so
    /// does a list, with or without.
    /// </summary>
    public static string? Fill(string pattern, ReferenceRequest request, bool variables, bool wildcards)
    {
        var missing = false;
        var expression = !variables ? Literal(pattern, wildcards) : string.Concat(Regex.Split(pattern, @"(\$\{[^}]*\})").Select(part =>
        {
            if (!part.StartsWith("${", StringComparison.Ordinal))
            {
                return Literal(part, wildcards);
            }

            var inner = part[2..^1];
            if (inner is "*" or "?" or "$")
            {
                return Regex.Escape(inner);
            }

            var pieces = inner.Split(", '");
            var value = request.Values(pieces[0]) is { } values ? (request.IsList(pieces[0]) ? null : values[0]) : pieces.Length > 1 ? pieces[1].TrimEnd('\'') : null;
            missing |= value is null;
            return Regex.Escape(value ?? "");
        }));
        return missing ? null : expression;
    }

    /// <summary>Within the first five segments of an ARN a wildcard stays in its segment, but for a star at its end.</summary>
    public static bool Resource(string pattern, ReferenceRequest request, bool variables)
    {
        if (pattern == "*")
        {
            return true;
        }

        var fields = pattern.Split(':', 6);
        var head = string.Join(':', fields.Take(5).Select(f => Regex.Escape(f[..^(f.EndsWith('*') ? 1 : 0)]).Replace(@"\*", "[^:]*", StringComparison.Ordinal).Replace(@"\?", "[^:]", StringComparison.Ordinal) + (f.EndsWith('*') ? ".*" : "")));
        return (fields.Length < 6 ? "" : Fill(fields[5], request, variables, wildcards: true)) is { } tail && Matches(fields.Length < 6 ? head : $"{head}:{tail}", request.Resource, ignoreCase: false);
    }

    public static bool Matches(string expression, string text, bool ignoreCase) =>
        Regex.IsMatch(text, $@"\A(?:{expression})\z", (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static string Literal(string text, bool wildcards) => wildcards ? Expression(text) : Regex.Escape(text);

    private static string Expression(string pattern) => Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);
}
