namespace Sam.Documents;

/// <summary>
/// A quote or a bracket that nobody closes. The parser goes on to whatever looks like its end, and gives up there, lines or pages later. This looks for it by what a person
/// sees: how far lines are indented, and what stands behind a quote.
/// </summary>
/// <param name="Line">Where it opens, from 1.</param>
/// <param name="Told">What is wrong, as a part of a sentence.</param>
internal sealed record OpenEnd(int Line, string Told)
{
    /// <summary>The first of a text that is no valid YAML; null where none is found.</summary>
    public static OpenEnd? In(string text) => new Reading(text).Find();

    /// <summary>Reads as much of YAML as it takes to know what is a quote or a bracket, and what is a part of a word.</summary>
    private sealed class Reading(string text)
    {
        private readonly List<Opened> opened = [];
        private int at;
        private int line = 1;
        private int lineStart;

        private bool AtEnd => at >= text.Length;

        private char Now => AtEnd ? '\n' : text[at];

        private char Next => at + 1 < text.Length ? text[at + 1] : '\n';

        private int Indent
        {
            get
            {
                var end = lineStart;
                while (end < text.Length && text[end] == ' ')
                {
                    end++;
                }

                return end - lineStart;
            }
        }

        private bool IsFirstOfLine => at - lineStart == Indent;

        private bool IsBehindSpace => at == lineStart || text[at - 1] is ' ' or '\t';

        public OpenEnd? Find()
        {
            // The column of what a text below has to be indented by.
            var parent = 0;
            while (!AtEnd)
            {
                if (IsFirstOfLine)
                {
                    parent = Indent;
                    if (opened is [.., var last] && IsPast(last))
                    {
                        return NotClosed(last);
                    }
                }

                var found = Now switch
                {
                    '\n' => EndLine(),
                    ' ' or '\t' or '\r' => Skip(1),
                    '#' when IsBehindSpace => SkipLine(),
                    '"' or '\'' => Quoted(),
                    '[' or '{' => Open(),
                    ']' or '}' when opened.Count > 0 => Close(),
                    ',' when opened.Count > 0 => Skip(1),
                    '-' or '?' or ':' when Next is ' ' or '\n' or '\r' => Indicator(ref parent),
                    '!' or '&' => Word(),
                    '|' or '>' when opened.Count == 0 => Block(parent),
                    _ => Plain(),
                };
                if (found is not null)
                {
                    return found;
                }
            }

            return opened is [var first, ..] ? NotClosed(first) : null;
        }

        /// <summary>Within brackets: a line that belongs to what is around them, be it a key, an item or the end of an outer bracket.</summary>
        private bool IsPast(Opened last)
        {
            if (line == last.Line || Now is '\n' or '\r' or '#')
            {
                return false;
            }

            // JSON need not be indented.
            return Now is ']' or '}' ? Indent < last.Indent : Indent <= last.Indent && !(opened[0].IsFirst && last.Indent == 0) && Now is not ('[' or '{' or ',');
        }

        private static OpenEnd NotClosed(Opened one) => new(one.Line, $"the '{one.Sign}' of this line is not closed");

        private OpenEnd? Skip(int count)
        {
            at += count;
            return null;
        }

        private OpenEnd? EndLine()
        {
            at++;
            line++;
            lineStart = at;
            return null;
        }

        private OpenEnd? SkipLine()
        {
            while (!AtEnd && Now != '\n')
            {
                at++;
            }

            return null;
        }

        /// <summary>A tag or an anchor.</summary>
        private OpenEnd? Word()
        {
            while (!AtEnd && Now is not (' ' or '\n' or '\r' or '\t') && !(opened.Count > 0 && Now is ',' or ']' or '}'))
            {
                at++;
            }

            return null;
        }

        private OpenEnd? Indicator(ref int parent)
        {
            // Of '- Key: |' the text is indented by more than the key, of '- |' by more than the dash.
            var isItem = Now == '-' && opened.Count == 0;
            var column = at - lineStart;
            at++;
            if (isItem)
            {
                var rest = text.AsSpan(at, EndOfLine() - at).Trim();
                parent = rest.Length > 0 && rest[0] is '|' or '>' ? column : EndOfSpace() - lineStart;
            }

            return null;
        }

        private OpenEnd? Open()
        {
            opened.Add(new Opened(Now, line, Indent, IsFirstOfLine && Indent == 0));
            return Skip(1);
        }

        private OpenEnd? Close()
        {
            opened.RemoveAt(opened.Count - 1);
            return Skip(1);
        }

        private OpenEnd? Quoted()
        {
            var (quote, began) = (Now, line);
            at++;
            while (!AtEnd && (Now != quote || IsTwo(quote)))
            {
                Step(quote);
            }

            if (AtEnd)
            {
                return new OpenEnd(began, $"the {quote} of this line is not closed");
            }

            at++;
            if (line == began)
            {
                return null;
            }

            var behind = text.AsSpan(at, EndOfLine() - at).TrimStart();
            return behind.Length == 0 || behind[0] is '#' or ',' or ']' or '}' ? null
                : new OpenEnd(began, $"the {quote} of this line is not closed before line {line}");
        }

        /// <summary>One character within quotes, or two that mean one.</summary>
        private void Step(char quote)
        {
            if (IsTwo(quote) || (quote == '"' && Now == '\\' && Next != '\n'))
            {
                at += 2;
            }
            else if (Now == '\n')
            {
                EndLine();
            }
            else
            {
                at++;
            }
        }

        /// <summary>Two single quotes, which mean one.</summary>
        private bool IsTwo(char quote) => quote == '\'' && Now == '\'' && Next == '\'';

        /// <summary>The lines of a block of text, as far as they are indented by more than what it belongs to.</summary>
        private OpenEnd? Block(int parent)
        {
            SkipLine();
            while (!AtEnd)
            {
                EndLine();
                if (AtEnd || (text.AsSpan(at, EndOfLine() - at).Trim().Length > 0 && Indent <= parent))
                {
                    return null;
                }

                SkipLine();
            }

            return null;
        }

        /// <summary>A word or a text without quotes, in which quotes, and outside of brackets brackets too, are characters.</summary>
        private OpenEnd? Plain()
        {
            at++;
            while (!AtEnd && Now != '\n' && !(Now == ':' && (Next is ' ' or '\n' or '\r' || (opened.Count > 0 && Next is ',' or ']' or '}')))
                && !(Now == '#' && IsBehindSpace) && !(opened.Count > 0 && Now is ',' or '[' or ']' or '{' or '}'))
            {
                at++;
            }

            return null;
        }

        private int EndOfLine() => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

        private int EndOfSpace()
        {
            var end = at;
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            return end;
        }

        /// <param name="Sign">The bracket.</param>
        /// <param name="Line">Its line.</param>
        /// <param name="Indent">How far that line is indented.</param>
        /// <param name="IsFirst">Whether the whole document is in it, as JSON is.</param>
        private readonly record struct Opened(char Sign, int Line, int Indent, bool IsFirst);
    }
}
