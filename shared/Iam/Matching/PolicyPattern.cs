using System.Buffers;
using System.Collections.Immutable;

namespace Iam.Matching;

/// <summary>Where the wildcards of a pattern may match a colon.</summary>
internal enum WildcardScope
{
    /// <summary>No wildcards: <c>*</c> and <c>?</c> are ordinary characters.</summary>
    None,

    /// <summary>Anywhere: actions, <c>StringLike</c>.</summary>
    Text,

    /// <summary>
    /// The Resource element: within an ARN's first five segments a wildcard stays in its segment, unless it is a <c>*</c> that ends the segment.
    /// IAM User Guide, "AWS JSON policy elements: Resource".
    /// </summary>
    Resource,

    /// <summary><c>ArnLike</c>: each of the first five segments is matched by itself.</summary>
    Arn,
}

/// <summary>A string of a policy, compiled: literal text, wildcards, and policy variables that the request fills in.</summary>
internal sealed class PolicyPattern
{
    private readonly ImmutableArray<PatternPart> parts;
    private readonly string? fixedPattern;
    private readonly bool ignoreCase;
    private readonly bool literal;

    /// <summary>What matched last, of a pattern without wildcards and variables.</summary>
    private string? matched;

    private PolicyPattern(string source, ImmutableArray<PatternPart> parts, bool ignoreCase)
    {
        Source = source;
        this.parts = parts;
        this.ignoreCase = ignoreCase;
        fixedPattern = parts.Length == 1 || parts.All(p => p.Variable is null) ? string.Concat(parts.Select(p => p.Text)) : null;
        Variables = [.. parts.Select(p => p.Variable).OfType<string>()];
        LiteralPrefix = PrefixOf(parts[0].Text);
        literal = fixedPattern?.Length == LiteralPrefix.Length;
    }

    /// <summary>As the policy writes it.</summary>
    public string Source { get; }

    /// <summary>What every text that matches begins with.</summary>
    public string LiteralPrefix { get; }

    /// <summary>The condition keys that the pattern refers to.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>Compiles a string.</summary>
    /// <param name="source">As the policy writes it.</param>
    /// <param name="scope">What wildcards mean here.</param>
    /// <param name="ignoreCase">Whether case counts.</param>
    /// <param name="variables">Whether <c>${...}</c> is a variable: since version 2012-10-17.</param>
    public static PolicyPattern Compile(string source, WildcardScope scope, bool ignoreCase, bool variables) =>
        new(source, PatternParts.Read(source, scope, variables), ignoreCase);

    /// <summary>Whether text matches. A variable that the request does not fill, and that has no default, matches nothing.</summary>
    public bool IsMatch(ReadOnlySpan<char> text, ConditionContext context)
    {
        // Most patterns that do not match differ before their first wildcard, and most that match are written as what they match.
        if (text.Length < LiteralPrefix.Length || (literal && text.Length > LiteralPrefix.Length))
        {
            return false;
        }

        var beginning = text[..LiteralPrefix.Length];
        if (!beginning.SequenceEqual(LiteralPrefix) && !(ignoreCase && beginning.Equals(LiteralPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (literal)
        {
            return true;
        }

        return fixedPattern is not null
            ? Glob.IsMatch(fixedPattern.AsSpan(LiteralPrefix.Length), text[LiteralPrefix.Length..], ignoreCase)
            : MatchesFilled(text, context);
    }

    /// <summary>Likewise for what is asked again and again, an action: whoever asks has one string of it.</summary>
    public bool IsMatchAgain(string text, ConditionContext context)
    {
        if (ReferenceEquals(text, matched))
        {
            return true;
        }

        if (!IsMatch(text, context))
        {
            return false;
        }

        if (literal)
        {
            matched = text;
        }

        return true;
    }

    /// <summary>The pattern with its variables filled in, as <see cref="Glob"/> takes it; null when one of them has no value.</summary>
    public string? Fill(ConditionContext context)
    {
        if (fixedPattern is not null)
        {
            return fixedPattern;
        }

        if (LengthOf(context) is not { } length)
        {
            return null;
        }

        return string.Create(length, (Pattern: this, context), static (text, state) => state.Pattern.FillIn(text, state.context));
    }

    /// <summary>Whether case counts.</summary>
    public bool IgnoreCase => ignoreCase;

    /// <inheritdoc/>
    public override string ToString() => Source;

    private static string PrefixOf(string text)
    {
        var wildcard = text.AsSpan().IndexOfAnyInRange(Glob.Star, Glob.SegmentQuestion);
        return wildcard < 0 ? text : text[..wildcard];
    }

    private bool MatchesFilled(ReadOnlySpan<char> text, ConditionContext context)
    {
        if (LengthOf(context) is not { } length)
        {
            return false;
        }

        var buffer = ArrayPool<char>.Shared.Rent(length);
        try
        {
            FillIn(buffer, context);
            return Glob.IsMatch(buffer.AsSpan(0, length), text, ignoreCase);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>How long the pattern is when filled in; null when a variable has no value.</summary>
    private int? LengthOf(ConditionContext context)
    {
        var length = 0;
        foreach (var part in parts)
        {
            if (Fill(part, context) is not { } value)
            {
                return null;
            }

            length += value.Length;
        }

        return length;
    }

    private void FillIn(Span<char> text, ConditionContext context)
    {
        foreach (var part in parts)
        {
            var value = Fill(part, context)!;
            value.CopyTo(text);
            text = text[value.Length..];
        }
    }

    /// <summary>Variables take keys with one value only. The default is for a key that is not there. Observed on AWS.</summary>
    private static string? Fill(PatternPart part, ConditionContext context)
    {
        if (part.Variable is null)
        {
            return part.Text;
        }

        if (!context.TryGet(part.Variable, out var values) || values.IsEmpty)
        {
            return part.Default is null ? null : Disarm(part.Default);
        }

        return part.IsMultivalued || values.Length > 1 ? null : Disarm(values[0]);
    }

    /// <summary>Neither a request nor a default can smuggle in a wildcard: their characters are no assigned ones, and are replaced.</summary>
    private static string Disarm(string value) =>
        value.AsSpan().IndexOfAnyInRange(Glob.Star, Glob.Unknown) < 0 ? value : string.Concat(value.Select(c => c is >= Glob.Star and <= Glob.Unknown ? '\uFFFD' : c));
}
