namespace Emulation.DynamoDb.Expressions;

/// <summary>Reads an update expression for the attributes it names. Developer Guide, "Using update expressions in DynamoDB".</summary>
internal static class UpdateReader
{
    private static readonly string[] Clauses = ["set", "remove", "add", "delete"];

    public static void Read(string expression, ExpressionScope scope)
    {
        var tokens = new ExpressionTokens(expression, "UpdateExpression");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        do
        {
            var clause = tokens.Text;
            if (tokens.Kind != TokenKind.Name || !Clauses.Contains(clause, StringComparer.OrdinalIgnoreCase))
            {
                throw tokens.Unexpected();
            }

            if (!seen.Add(clause))
            {
                throw tokens.Refusal($"The \"{clause.ToUpperInvariant()}\" section can only be used once in an update expression;");
            }

            tokens.Advance();
            do
            {
                Action(clause, tokens, scope);
            }
            while (tokens.TrySymbol(","));
        }
        while (tokens.Kind != TokenKind.End);
    }

    private static void Action(string clause, ExpressionTokens tokens, ExpressionScope scope)
    {
        Paths.Read(tokens, scope);
        switch (clause.ToUpperInvariant())
        {
            case "SET":
                tokens.Symbol("=");
                Sum(tokens, scope);
                break;
            case "ADD" or "DELETE":
                Value(tokens, scope);
                break;
        }
    }

    private static void Sum(ExpressionTokens tokens, ExpressionScope scope)
    {
        Operand(tokens, scope);
        if (tokens.TrySymbol("+") || tokens.TrySymbol("-"))
        {
            Operand(tokens, scope);
        }
    }

    private static void Operand(ExpressionTokens tokens, ExpressionScope scope)
    {
        if (tokens.TrySymbol("("))
        {
            tokens.Enter();
            Sum(tokens, scope);
            tokens.Symbol(")");
            tokens.Leave();
        }
        else if (tokens.IsCall)
        {
            Call(tokens, scope);
        }
        else if (tokens.Kind == TokenKind.Value)
        {
            Value(tokens, scope);
        }
        else
        {
            Paths.Read(tokens, scope);
        }
    }

    private static void Call(ExpressionTokens tokens, ExpressionScope scope)
    {
        if (tokens.Text is not ("if_not_exists" or "list_append"))
        {
            throw tokens.Refusal($"Invalid function name; function: {tokens.Text}");
        }

        tokens.Advance();
        tokens.Enter();
        tokens.Symbol("(");
        Operand(tokens, scope);
        tokens.Symbol(",");
        Operand(tokens, scope);
        tokens.Symbol(")");
        tokens.Leave();
    }

    private static void Value(ExpressionTokens tokens, ExpressionScope scope)
    {
        if (tokens.Kind != TokenKind.Value)
        {
            throw tokens.Unexpected();
        }

        scope.Value(tokens.Text);
        tokens.Advance();
    }
}
