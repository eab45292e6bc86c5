using System.Collections.Immutable;
using System.Text;
using Iam.Keys;

namespace Iam.Matching;

/// <summary>A piece of a pattern: text with its wildcards encoded, or a variable with its default.</summary>
internal readonly record struct PatternPart(string Text, string? Variable = null, string? Default = null)
{
    /// <summary>Whether the variable is a key that may hold several values: a request that has it gives no value, nor does the default.</summary>
    public bool IsMultivalued { get; } = Variable is not null && MultivaluedKeys.Contains(Variable);
}

/// <summary>Reads a policy's string into parts. IAM User Guide, "IAM policy elements: Variables and tags".</summary>
internal static class PatternParts
{
    public static ImmutableArray<PatternPart> Read(string source, WildcardScope scope, bool variables)
    {
        var parts = ImmutableArray.CreateBuilder<PatternPart>();
        var text = new StringBuilder();
        var segment = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (variables && source[i] == '$' && TryReadVariable(source, ref i, out var variable))
            {
                if (variable.Variable is null)
                {
                    text.Append(variable.Text);
                    continue;
                }

                parts.Add(new PatternPart(text.ToString()));
                text.Clear();
                parts.Add(variable);
                continue;
            }

            if (source[i] == ':')
            {
                segment++;
            }

            text.Append(Encode(source, i, scope, segment));
        }

        parts.Add(new PatternPart(text.ToString()));
        return parts.ToImmutable();
    }

    private static char Encode(string source, int index, WildcardScope scope, int segment)
    {
        var c = source[index];
        if (scope == WildcardScope.None || c is not ('*' or '?'))
        {
            return c is >= Glob.Star and <= Glob.Unknown ? '\uFFFD' : c;
        }

        var endsSegment = index + 1 == source.Length || source[index + 1] == ':';
        var crosses = scope == WildcardScope.Text || segment >= 5 || source == "*";
        return c == '?'
            ? crosses ? Glob.Question : Glob.SegmentQuestion
            : crosses || (scope == WildcardScope.Resource && endsSegment) ? Glob.Star : Glob.SegmentStar;
    }

    /// <summary>
    /// Reads <c>${key}</c>, <c>${key, 'default'}</c> and the escapes <c>${*}</c>, <c>${?}</c>, <c>${$}</c>; anything else is plain text.
    /// </summary>
    private static bool TryReadVariable(string source, ref int index, out PatternPart part)
    {
        part = default;
        var end = index + 1 < source.Length && source[index + 1] == '{' ? source.IndexOf('}', index) : -1;
        if (end < 0)
        {
            return false;
        }

        var inner = source[(index + 2)..end];
        if (inner is "*" or "?" or "$")
        {
            part = new PatternPart(inner);
        }
        else
        {
            var comma = inner.IndexOf(", '", StringComparison.Ordinal);
            part = comma > 0 && inner.EndsWith('\'')
                ? new PatternPart("", inner[..comma].Trim(), inner[(comma + 3)..^1])
                : new PatternPart("", inner.Trim());
        }

        index = end;
        return true;
    }
}
