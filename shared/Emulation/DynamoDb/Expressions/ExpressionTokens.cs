using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Alias,
    Value,
    Number,
    Symbol,
}

/// <summary>The words of an expression, one after the other.</summary>
internal sealed class ExpressionTokens : IConnectedTokens
{
    // Developer Guide, "Quotas": expression parameters, 4 KB.
    private const int LongestExpression = 4096;

    // Deeper than anybody writes, and shallow enough for the stack.
    private const int DeepestNesting = 64;

    private readonly string text;
    private readonly string parameter;
    private int position;
    private int depth;

    /// <param name="text">The expression.</param>
    /// <param name="parameter">The parameter it came in, for refusals.</param>
    public ExpressionTokens(string text, string parameter)
    {
        this.text = text;
        this.parameter = parameter;
        if (text.Length == 0)
        {
            throw Refusal("The expression can not be empty;");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(text) > LongestExpression)
        {
            throw Refusal($"Expression size has exceeded the maximum allowed size; expression size: {text.Length}");
        }

        Advance();
    }

    public TokenKind Kind { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Whether the next character, without space between, opens a list of arguments: a name before it is a function's.</summary>
    public bool IsCall => Kind == TokenKind.Name && text.AsSpan(position).TrimStart(Spaces) is ['(', ..];

    private static ReadOnlySpan<char> Spaces => " \t\r\n";

    public void Advance()
    {
        while (position < text.Length && Spaces.Contains(text[position]))
        {
            position++;
        }

        var start = position;
        if (position == text.Length)
        {
            Kind = TokenKind.End;
        }
        else if (text[position] is '#' or ':')
        {
            Kind = text[position] == '#' ? TokenKind.Alias : TokenKind.Value;
            Skip(1);
            if (position == start + 1)
            {
                throw Syntax(text[start].ToString());
            }
        }
        else if (char.IsAsciiLetter(text[position]) || text[position] == '_')
        {
            Kind = TokenKind.Name;
            Skip(0);
        }
        else if (char.IsAsciiDigit(text[position]))
        {
            Kind = TokenKind.Number;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
            {
                position++;
            }
        }
        else
        {
            Kind = TokenKind.Symbol;
            position += text.AsSpan(position) is ['<', '>' or '=', ..] or ['>', '=', ..] ? 2 : 1;
            if (!"()[].,=<><=>=+-".Contains(text[start]))
            {
                throw Syntax(text[start].ToString());
            }
        }

        Text = text[start..position];
    }

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Keywords are no case's.</summary>
    public bool IsKeyword(string word) => Kind == TokenKind.Name && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool TrySymbol(string symbol) => Take(IsSymbol(symbol));

    public bool TryKeyword(string word) => Take(IsKeyword(word));

    public void Symbol(string symbol)
    {
        if (!TrySymbol(symbol))
        {
            throw Unexpected();
        }
    }

    public void End()
    {
        if (Kind != TokenKind.End)
        {
            throw Unexpected();
        }
    }

    public void Enter()
    {
        if (++depth > DeepestNesting)
        {
            throw Refusal($"The expression nests deeper than {DeepestNesting} levels, which LocalAws does not follow;");
        }
    }

    public void Leave() => depth--;

    public DynamoDbException Unexpected() => Syntax(Kind == TokenKind.End ? "<EOF>" : Text);

    public DynamoDbException Refusal(string why) => DynamoDbException.Validation($"Invalid {parameter}: {why}");

    private DynamoDbException Syntax(string token) => Refusal($"Syntax error; token: \"{token}\"");

    private bool Take(bool isThere)
    {
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private void Skip(int sigil)
    {
        position += sigil;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }
    }
}
