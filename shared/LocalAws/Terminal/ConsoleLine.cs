using System.Globalization;
using System.Text;

namespace Tool.Terminal;

/// <summary>
/// What the console shows of one thing that happened. On a terminal the verdict comes first, then who asked for what, and below it why, wrapped between words, and what to type for
/// more; in a pipe all of it is one line.
/// </summary>
/// <param name="Word">The verdict, or how much it weighs; empty for news.</param>
/// <param name="Text">What happened.</param>
internal sealed record ConsoleLine(string Word, string Text)
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Green = "\e[32m";
    private const string Dim = "\e[2m";
    private const string Plain = "\e[0m";
    private const int Indent = 10;

    /// <summary>Fewer columns than that are not worth wrapping for.</summary>
    private const int Narrowest = 40;

    /// <summary>Why, in a sentence; null where there is nothing to tell.</summary>
    public string? Why { get; init; }

    /// <summary>The id that <c>localaws explain</c> takes; null where nothing was decided.</summary>
    public string? Decision { get; init; }

    /// <summary>The line.</summary>
    /// <param name="at">When.</param>
    /// <param name="width">Columns of the terminal; null in a pipe.</param>
    /// <param name="isColoured">Whether the terminal shows colours.</param>
    public string Show(TimeOnly at, int? width, bool isColoured)
    {
        var time = at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (width is not { } columns)
        {
            var word = Word.Length == 0 ? "" : $"{Word} ";
            return $"{time} {word}{Text}{(Why is null ? "" : $": {Why}")}{(Decision is null ? "" : $" (explain {Decision})")}\n";
        }

        var shown = new StringBuilder();
        var room = Math.Max(columns, Narrowest) - Indent - 1;
        var lines = Wrapped(Word.Length == 0 ? Text : $"{Word}  {Text}", room).ToList();
        lines[0] = Word.Length == 0 ? lines[0] : $"{Coloured(Word, ColourOf(Word), isColoured)}{lines[0][Word.Length..]}";
        shown.Append(Coloured(time, Dim, isColoured)).Append("  ").AppendJoin($"\n{new string(' ', Indent)}", lines).Append('\n');
        foreach (var line in Why is null ? [] : Wrapped(Why, room))
        {
            shown.Append(' ', Indent).Append(line).Append('\n');
        }

        return Decision is null ? shown.ToString() : shown.Append(' ', Indent).Append(Coloured($"localaws explain {Decision}", Dim, isColoured)).Append('\n').ToString();
    }

    /// <summary>Between words: a word that is longer than a line is left to the terminal.</summary>
    private static IEnumerable<string> Wrapped(string text, int room)
    {
        var line = new StringBuilder();
        foreach (var part in text.Split('\n'))
        {
            foreach (var word in part.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > room)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 || word.Length == 0 ? " " : "").Append(word);
            }

            yield return line.ToString();
            line.Clear();
        }
    }

    private static string ColourOf(string word) => word.Split(' ')[0] switch
    {
        "allowed" => Green,
        "refused" or "error" => Red,
        _ => Yellow,
    };

    private static string Coloured(string text, string colour, bool isColoured) => isColoured ? $"{colour}{text}{Plain}" : text;
}
