using System.Collections.Immutable;
using System.Text;
using Iam.Symbolic;

namespace Iam;

/// <summary>
/// The ARNs of all requests that a route takes: text with <c>{name}</c> for one path segment and <c>{name+}</c> for the rest of a path.
/// </summary>
public sealed class ResourceShape
{
    private ResourceShape(string source, string encoded, ImmutableArray<ResourceShape> exceptions)
    {
        Source = source;
        Encoded = encoded;
        Exceptions = exceptions;
        var hole = encoded.AsSpan().IndexOfAny(TextAutomaton.Segment, TextAutomaton.Rest);
        LiteralPrefix = hole < 0 ? encoded : encoded[..hole];
        Typical = encoded.Replace(TextAutomaton.Segment, 'x').Replace(TextAutomaton.Rest, 'x');
        Match = ShapeMatch.Of(encoded);
        Generic = encoded.Replace(TextAutomaton.Segment, Matching.Glob.Unknown).Replace(TextAutomaton.Rest, Matching.Glob.Unknown);
    }

    /// <summary>As written, such as <c>arn:aws:execute-api:us-east-1:111122223333:abcdefghij/prod/GET/orders/{orderId}</c>.</summary>
    public string Source { get; }

    /// <summary>The text with a star for each part that is not known, as a policy would have it.</summary>
    public string Starred => Encoded.Replace(TextAutomaton.Segment, '*').Replace(TextAutomaton.Rest, '*');

    /// <summary>The text with <see cref="TextAutomaton"/>'s tokens.</summary>
    internal string Encoded { get; }

    /// <summary>The text with what is not known as <see cref="Matching.Glob.Unknown"/>.</summary>
    internal string Generic { get; }

    /// <summary>One of the ARNs, with parameters that no policy has heard of.</summary>
    internal string Typical { get; }

    internal string LiteralPrefix { get; }

    /// <summary>Null when the shape is too long to be analysed.</summary>
    internal ShapeMatch? Match { get; }

    internal bool IsLiteral => LiteralPrefix.Length == Encoded.Length;

    /// <summary>ARNs of the same form that another route takes.</summary>
    internal ImmutableArray<ResourceShape> Exceptions { get; }

    /// <summary>Reads a shape.</summary>
    /// <param name="text">The ARN with its parameters in braces.</param>
    /// <param name="exceptions">Shapes whose ARNs are not meant, since a more specific route takes them.</param>
    public static ResourceShape Parse(string text, ImmutableArray<ResourceShape> exceptions = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                encoded.Append(text[end - 1] == '+' ? TextAutomaton.Rest : TextAutomaton.Segment);
                i = end;
            }
            else
            {
                encoded.Append(text[i]);
            }
        }

        return new ResourceShape(text, encoded.ToString(), exceptions.IsDefault ? [] : exceptions);
    }

    /// <summary>One ARN, in which braces are braces.</summary>
    /// <param name="arn">The ARN.</param>
    public static ResourceShape Literal(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return new ResourceShape(arn, arn, []);
    }

    /// <inheritdoc/>
    public override string ToString() => Source;
}
