using System.Text;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.PartiQl;

/// <summary>The words of a PartiQL statement. Comments are refused: one reader's comment is another's statement.</summary>
internal sealed class PartiQlTokens : TokenReader
{
    // API Reference, ExecuteStatement: Statement has 8192 characters at most.
    private const int LongestStatement = 8192;

    public PartiQlTokens(string statement)
        : base(statement)
    {
        if (statement.Length is 0 or > LongestStatement)
        {
            throw DynamoDbException.Validation(
                $"1 validation error detected: Value at 'statement' failed to satisfy constraint: Member must have length between 1 and {LongestStatement}");
        }

        Advance();
    }

    public override DynamoDbException Unread() => Refusal(Kind == TokenKind.End ? "it ends too early" : $"unexpected '{Content}'");

    public static DynamoDbException Refusal(string why) =>
        DynamoDbException.Validation($"Statement wasn't well formed, can't be processed by LocalAws: {why}. It forwards only statements whose table and keys it has read.");

    protected override DynamoDbException TooDeep() => Refusal($"it nests deeper than {DeepestNesting} levels");

    protected override TokenKind Read(char first, ref string? content)
    {
        switch (first)
        {
            case '"' or '\'':
                content = Unquote(first);
                return first == '"' ? TokenKind.Quoted : TokenKind.Text;
            case >= '0' and <= '9':
                do
                {
                    Position++;
                    Skip(static c => char.IsAsciiLetterOrDigit(c) || c == '.');
                }
                while (Rest is ['+' or '-', ..] && Source[Position - 1] is 'e' or 'E');
                return TokenKind.Number;
            case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                Skip(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
                return TokenKind.Word;
            default:
                Position += SymbolLength();
                return TokenKind.Symbol;
        }
    }

    private int SymbolLength() => Rest is ['<', '>' or '=' or '<', ..] or ['>', '=' or '>', ..] or ['!', '=', ..] ? 2
        : Rest is ['-', '-', ..] or ['/', '*', ..] ? throw Refusal("it has a comment")
        : "()[]{},.=<>?*:+-".Contains(Rest[0]) ? 1
        : throw Refusal($"unexpected '{Rest[0]}'");

    private string Unquote(char quote)
    {
        var content = new StringBuilder();
        for (Position++; Rest is [var next, .. var after]; Position++)
        {
            if (next != quote)
            {
                content.Append(next);
            }
            else if (after is [var second, ..] && second == quote)
            {
                content.Append(quote);
                Position++;
            }
            else
            {
                Position++;
                return content.ToString();
            }
        }

        throw Refusal("a quote is not closed");
    }
}
