using System.Collections.Immutable;

namespace Emulation.DynamoDb.Expressions;

/// <summary>
/// Reads condition, filter and key condition expressions. Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB". What it does not read
/// is refused, never passed over.
/// </summary>
internal sealed class ConditionExpressionReader
{
    private static readonly string[] Comparators = ["=", "<>", "<", "<=", ">", ">="];

    // Function names count by case.
    private static readonly Dictionary<string, int> Functions = new(StringComparer.Ordinal)
    {
        ["attribute_exists"] = 1,
        ["attribute_not_exists"] = 1,
        ["attribute_type"] = 2,
        ["begins_with"] = 2,
        ["contains"] = 2,
    };

    private readonly ExpressionTokens tokens;
    private readonly ExpressionScope scope;

    private ConditionExpressionReader(ExpressionTokens tokens, ExpressionScope scope)
    {
        this.tokens = tokens;
        this.scope = scope;
    }

    public static ConditionExpression Read(string expression, string parameter, ExpressionScope scope)
    {
        var tokens = new ExpressionTokens(expression, parameter);
        var condition = new Connectives(tokens, new ConditionExpressionReader(tokens, scope).Simple).Any();
        tokens.End();
        return condition;
    }

    private ConditionExpression Simple()
    {
        if (tokens.IsCall && Functions.TryGetValue(tokens.Content, out var count))
        {
            return new ConditionExpression.Other(tokens.Content, Arguments(count));
        }

        var left = Operand();
        if (tokens.TryKeyword("between"))
        {
            var low = Operand();
            return tokens.TryKeyword("and") ? new ConditionExpression.Other("between", [left, low, Operand()]) : throw tokens.Unread();
        }

        if (tokens.TryKeyword("in"))
        {
            return new ConditionExpression.In(left, List());
        }

        var comparator = tokens.Content;
        if (tokens.Kind != TokenKind.Symbol || !Comparators.Contains(comparator))
        {
            throw tokens.Unread();
        }

        tokens.Advance();
        return new ConditionExpression.Comparison(left, comparator, Operand());
    }

    private ExpressionOperand Operand()
    {
        if (tokens.IsCall)
        {
            if (tokens.Content != "size")
            {
                throw tokens.Refusal($"Invalid function name; function: {tokens.Content}");
            }

            Arguments(1);
            return new ExpressionOperand.Computed();
        }

        if (tokens.Kind != TokenKind.Value)
        {
            return Paths.Read(tokens, scope);
        }

        var value = scope.Value(tokens.Content);
        tokens.Advance();
        return new ExpressionOperand.Value(value);
    }

    private ImmutableArray<ExpressionOperand> Arguments(int count)
    {
        var function = tokens.Content;
        tokens.Advance();
        tokens.Enter();
        var operands = List();
        tokens.Leave();
        return operands.Length == count
            ? operands
            : throw tokens.Refusal($"Incorrect number of operands for operator or function; operator or function: {function}, number of operands: {operands.Length}");
    }

    private ImmutableArray<ExpressionOperand> List()
    {
        tokens.Symbol("(");
        var operands = ImmutableArray.CreateBuilder<ExpressionOperand>();
        do
        {
            operands.Add(Operand());
        }
        while (tokens.TrySymbol(","));
        tokens.Symbol(")");
        return operands.ToImmutable();
    }
}
