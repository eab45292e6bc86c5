using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Expressions;

internal enum TokenKind
{
    End,

    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in double quotes, of PartiQL.</summary>
    Quoted,

    /// <summary>A text in single quotes, of PartiQL.</summary>
    Text,

    /// <summary><c>#name</c>, of an expression.</summary>
    Alias,

    /// <summary><c>:value</c>, of an expression.</summary>
    Value,
    Number,
    Symbol,
}

/// <summary>The words of an expression or a statement, one after the other.</summary>
internal abstract class TokenReader(string source)
{
    // Deeper than anybody writes, and shallow enough for the stack.
    protected const int DeepestNesting = 64;
    private int depth;

    public TokenKind Kind { get; private set; }

    /// <summary>The word, the name or text without its quotes, the number, or the symbol.</summary>
    public string Content { get; private set; } = "";

    /// <summary>Whether a parenthesis follows: a bare word before it is a function's name.</summary>
    public bool IsCall => Kind == TokenKind.Word && Rest.TrimStart(" \t\r\n") is ['(', ..];

    protected string Source => source;

    protected ReadOnlySpan<char> Rest => source.AsSpan(Position);

    protected int Position { get; set; }

    public void Advance()
    {
        Skip(static c => c is ' ' or '\t' or '\r' or '\n');
        var start = Position;
        string? content = null;
        Kind = Position == source.Length ? TokenKind.End : Read(source[Position], ref content);
        Content = content ?? source[start..Position];
    }

    /// <summary>The content of a token of these kinds, which is left behind.</summary>
    public string Take(params ReadOnlySpan<TokenKind> kinds)
    {
        var content = kinds.Contains(Kind) ? Content : throw Unread();
        Advance();
        return content;
    }

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Content == symbol;

    /// <summary>Keywords are no case's.</summary>
    public bool IsKeyword(string word) => Kind == TokenKind.Word && Content.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool TrySymbol(string symbol) => AdvanceIf(IsSymbol(symbol));

    public bool TryKeyword(string word) => AdvanceIf(IsKeyword(word));

    public void Symbol(string symbol) => Require(TrySymbol(symbol));

    public void Keyword(string word) => Require(TryKeyword(word));

    public void End() => Require(Kind == TokenKind.End);

    /// <summary>One deeper: refused where it is too deep.</summary>
    public void Enter()
    {
        if (++depth > DeepestNesting)
        {
            throw TooDeep();
        }
    }

    public void Leave() => depth--;

    public abstract DynamoDbException Unread();

    protected abstract DynamoDbException TooDeep();

    /// <summary>Passes over a token, of which the first character is told; its content is what was passed over, unless it is set.</summary>
    protected abstract TokenKind Read(char first, ref string? content);

    protected void Skip(Func<char, bool> which)
    {
        while (Position < source.Length && which(source[Position]))
        {
            Position++;
        }
    }

    private bool AdvanceIf(bool isThere)
    {
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private void Require(bool isThere)
    {
        if (!isThere)
        {
            throw Unread();
        }
    }
}
