using System.Collections.Immutable;

namespace Emulation.Explain;

/// <summary>
/// Text in which some places are references. The rest stays what it is, whatever it looks like: a path may hold quotes, wildcards and <c>${}</c> of whoever called.
/// </summary>
internal sealed class ReferringText
{
    private readonly ImmutableArray<Piece> pieces;

    private ReferringText(ImmutableArray<Piece> pieces) => this.pieces = pieces;

    /// <summary>Whether it has a reference.</summary>
    public bool Refers => pieces.Any(static piece => piece.IsReference);

    public static ReferringText Of(string text) => new([new Piece(text, IsReference: false)]);

    /// <summary>
    /// The text as a pattern of a policy that takes this text and no other. IAM User Guide, "IAM policy elements: Variables and tags": <c>${*}</c>, <c>${?}</c> and
    /// <c>${$}</c> are the characters themselves.
    /// </summary>
    public static string Exactly(string text) => string.Concat(text.Select(static c => c is '*' or '?' or '$' ? $"${{{c}}}" : c.ToString()));

    /// <summary>Puts a reference wherever a text stands between two others.</summary>
    /// <param name="before">What has to stand before it.</param>
    /// <param name="text">What the reference is put in place of.</param>
    /// <param name="after">What has to stand after it.</param>
    /// <param name="name">As <c>Fn::Sub</c> has it, without its braces.</param>
    public ReferringText With(string before, string text, string after, string name) => new([.. pieces.SelectMany(piece =>
    {
        if (piece.IsReference)
        {
            return (IEnumerable<Piece>)[piece];
        }

        var parts = piece.Text.Split($"{before}{text}{after}");
        return parts.SelectMany((part, i) => (Piece[])
        [
            .. i == 0 ? [] : new[] { new Piece(name, IsReference: true) },
            new Piece($"{(i == 0 ? "" : after)}{part}{(i == parts.Length - 1 ? "" : before)}", IsReference: false),
        ]);
    })]);

    /// <summary>The same with text behind it, in which nothing is a reference.</summary>
    public ReferringText Then(string text) => new(pieces.Add(new Piece(text, IsReference: false)));

    /// <summary>As a template says it: quoted, and by <c>Fn::Sub</c> where it refers to something.</summary>
    public TemplateValue Write(bool isJson)
    {
        var quoted = TemplateValue.Quoted(string.Concat(pieces.Select(piece =>
            piece.IsReference ? $"${{{piece.Text}}}" : Refers ? piece.Text.Replace("${", "${!", StringComparison.Ordinal) : piece.Text)));
        return new TemplateValue(
            !Refers ? quoted : isJson ? $"{{\"Fn::Sub\": {quoted}}}" : $"!Sub {quoted}",
            [.. pieces.Where(static piece => piece.IsReference && !piece.Text.Contains("::", StringComparison.Ordinal)).Select(static piece => piece.Text.Split('.')[0])]);
    }

    private readonly record struct Piece(string Text, bool IsReference);
}
