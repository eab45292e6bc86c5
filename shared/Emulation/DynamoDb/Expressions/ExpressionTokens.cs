using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Expressions;

/// <summary>The words of an expression, which came in a parameter.</summary>
internal sealed class ExpressionTokens : TokenReader
{
    // Developer Guide, "Quotas": expression parameters, 4 KB.
    private const int LongestExpression = 4096;
    private readonly string parameter;

    public ExpressionTokens(string text, string parameter)
        : base(text)
    {
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

    public override DynamoDbException Unread() => Syntax(Kind == TokenKind.End ? "<EOF>" : Content);

    public DynamoDbException Refusal(string why) => DynamoDbException.Validation($"Invalid {parameter}: {why}");

    protected override DynamoDbException TooDeep() => Refusal($"The expression nests deeper than {DeepestNesting} levels, which LocalAws does not follow;");

    protected override TokenKind Read(char first, ref string? content)
    {
        switch (first)
        {
            case '#' or ':':
                var start = ++Position;
                Skip(IsOfName);
                return Position == start ? throw Syntax(first.ToString()) : first == '#' ? TokenKind.Alias : TokenKind.Value;
            case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                Skip(IsOfName);
                return TokenKind.Word;
            case >= '0' and <= '9':
                Skip(char.IsAsciiDigit);
                return TokenKind.Number;
            default:
                Position += Rest is ['<', '>' or '=', ..] or ['>', '=', ..] ? 2 : 1;
                return "()[].,=<><=>=+-".Contains(first) ? TokenKind.Symbol : throw Syntax(first.ToString());
        }
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private DynamoDbException Syntax(string token) => Refusal($"Syntax error; token: \"{token}\"");
}
