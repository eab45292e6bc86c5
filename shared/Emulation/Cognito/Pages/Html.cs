using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Emulation.Cognito.Pages;

/// <summary>
/// A piece of a page. It is made from an interpolated string whose texts are encoded and whose pieces are not, so that nobody can forget to:
/// <c>Html.Of($"&lt;p&gt;{name}&lt;/p&gt;")</c>. Attributes are always in double quotes.
/// </summary>
internal readonly record struct Html
{
    private readonly string? text;

    private Html(string text) => this.text = text;

    public static Html None => default;

    public static Html Of(Writer writer) => new(writer.ToString());

    /// <summary>A picture that code of ours drew, in which every text is encoded.</summary>
    public static Html Drawn(string svg) => new(svg);

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    /// <summary>The piece when there is something to show in it.</summary>
    public static Html When(bool condition, Html piece) => condition ? piece : None;

    public override string ToString() => text ?? "";

    /// <summary>What the compiler calls for the parts of the interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder builder = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => builder.Append(literal);

        public void AppendFormatted(string? text) => builder.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(Html piece) => builder.Append(piece.text);

        public override string ToString() => builder.ToString();
    }
}
