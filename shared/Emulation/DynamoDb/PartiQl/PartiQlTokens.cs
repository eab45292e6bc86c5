using System.Text;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.PartiQl;

internal enum PartiQlToken
{
    End,

    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Quoted,

    /// <summary>A text in single quotes.</summary>
    Text,
    Number,
    Symbol,
}

/// <summary>The words of a PartiQL statement. Comments are refused: one reader's comment is another's statement.</summary>
internal sealed class PartiQlTokens : IConnectedTokens
{
    // API Reference, ExecuteStatement: Statement has 8192 characters at most.
    private const int LongestStatement = 8192;
    private const int DeepestNesting = 64;

    private readonly string statement;
    private int position;
    private int depth;

    public PartiQlTokens(string statement)
    {
        this.statement = statement;
        if (statement.Length is 0 or > LongestStatement)
        {
            throw DynamoDbException.Validation(
                $"1 validation error detected: Value at 'statement' failed to satisfy constraint: Member must have length between 1 and {LongestStatement}");
        }

        Advance();
    }

    public PartiQlToken Kind { get; private set; }

    /// <summary>The word, the name or text without its quotes, the number, or the symbol.</summary>
    public string Content { get; private set; } = "";

    /// <summary>Whether a parenthesis follows: a bare word before it is a function's name.</summary>
    public bool IsCall => Kind == PartiQlToken.Word && statement.AsSpan(position).TrimStart(" \t\r\n") is ['(', ..];

    public void Advance()
    {
        while (position < statement.Length && statement[position] is ' ' or '\t' or '\r' or '\n')
        {
            position++;
        }

        if (position == statement.Length)
        {
            (Kind, Content) = (PartiQlToken.End, "");
            return;
        }

        var start = position;
        switch (statement[position])
        {
            case '"' or '\'':
                Kind = statement[position] == '"' ? PartiQlToken.Quoted : PartiQlToken.Text;
                Content = Unquote(statement[position]);
                return;
            case >= '0' and <= '9':
                Kind = PartiQlToken.Number;
                SkipNumber();
                break;
            case >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_':
                Kind = PartiQlToken.Word;
                while (position < statement.Length && (char.IsAsciiLetterOrDigit(statement[position]) || statement[position] == '_'))
                {
                    position++;
                }

                break;
            default:
                Kind = PartiQlToken.Symbol;
                position += SymbolLength();
                break;
        }

        Content = statement[start..position];
    }

    public bool IsSymbol(string symbol) => Kind == PartiQlToken.Symbol && Content == symbol;

    public bool IsKeyword(string word) => Kind == PartiQlToken.Word && Content.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool TrySymbol(string symbol) => Take(IsSymbol(symbol));

    public bool TryKeyword(string word) => Take(IsKeyword(word));

    public void Symbol(string symbol)
    {
        if (!TrySymbol(symbol))
        {
            throw Unread();
        }
    }

    public void Keyword(string word)
    {
        if (!TryKeyword(word))
        {
            throw Unread();
        }
    }

    public void Enter()
    {
        if (++depth > DeepestNesting)
        {
            throw Refusal($"it nests deeper than {DeepestNesting} levels");
        }
    }

    public void Leave() => depth--;

    public DynamoDbException Unread() => Refusal(Kind == PartiQlToken.End ? "it ends too early" : $"unexpected '{Content}'");

    public static DynamoDbException Refusal(string why) =>
        DynamoDbException.Validation($"Statement wasn't well formed, can't be processed by LocalAws: {why}. It forwards only statements whose table and keys it has read.");

    private bool Take(bool isThere)
    {
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private int SymbolLength()
    {
        var rest = statement.AsSpan(position);
        return rest is ['<', '>' or '=' or '<', ..] or ['>', '=' or '>', ..] or ['!', '=', ..] ? 2
            : rest is ['-', '-', ..] or ['/', '*', ..] ? throw Refusal("it has a comment")
            : "()[]{},.=<>?*:+-".Contains(rest[0]) ? 1
            : throw Refusal($"unexpected '{rest[0]}'");
    }

    private string Unquote(char quote)
    {
        var content = new StringBuilder();
        for (position++; position < statement.Length; position++)
        {
            if (statement[position] != quote)
            {
                content.Append(statement[position]);
            }
            else if (position + 1 < statement.Length && statement[position + 1] == quote)
            {
                content.Append(quote);
                position++;
            }
            else
            {
                position++;
                return content.ToString();
            }
        }

        throw Refusal("a quote is not closed");
    }

    private void SkipNumber()
    {
        while (position < statement.Length && (char.IsAsciiLetterOrDigit(statement[position]) || statement[position] == '.'
            || (statement[position] is '+' or '-' && statement[position - 1] is 'e' or 'E')))
        {
            position++;
        }
    }
}
