namespace Emulation.DynamoDb.Expressions;

/// <summary>Document paths, alone and in a projection: <c>a.b[0].#c</c>. Developer Guide, "Referring to item attributes when using expressions".</summary>
internal static class Paths
{
    private static readonly string[] Keywords = ["and", "or", "not", "between", "in", "set", "remove", "add", "delete"];

    /// <summary>Reads a whole <c>ProjectionExpression</c>.</summary>
    public static void ReadProjection(string expression, ExpressionScope scope)
    {
        var tokens = new ExpressionTokens(expression, "ProjectionExpression");
        do
        {
            Read(tokens, scope);
        }
        while (tokens.TrySymbol(","));
        tokens.End();
    }

    public static ExpressionOperand.Path Read(ExpressionTokens tokens, ExpressionScope scope)
    {
        var attribute = scope.Attribute(Step(tokens), isTopLevel: true);
        var isWhole = true;
        while (true)
        {
            if (tokens.TrySymbol("."))
            {
                scope.Attribute(Step(tokens), isTopLevel: false);
            }
            else if (tokens.TrySymbol("["))
            {
                tokens.Take(TokenKind.Number);
                tokens.Symbol("]");
            }
            else
            {
                return new ExpressionOperand.Path(attribute, isWhole);
            }

            isWhole = false;
        }
    }

    private static string Step(ExpressionTokens tokens) =>
        Keywords.Contains(tokens.Content, StringComparer.OrdinalIgnoreCase) ? throw tokens.Unread() : tokens.Take(TokenKind.Word, TokenKind.Alias);
}
