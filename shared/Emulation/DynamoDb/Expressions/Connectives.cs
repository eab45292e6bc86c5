namespace Emulation.DynamoDb.Expressions;

/// <summary>
/// What joins conditions, in expressions and in PartiQL alike. Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB", section "Precedence in
/// conditions": parentheses, <c>NOT</c>, <c>AND</c>, <c>OR</c>.
/// </summary>
internal sealed class Connectives(TokenReader tokens, Func<ConditionExpression> simple)
{
    public ConditionExpression Any()
    {
        tokens.Enter();
        var condition = All();
        while (tokens.TryKeyword("or"))
        {
            condition = new ConditionExpression.Or(condition, All());
        }

        tokens.Leave();
        return condition;
    }

    private ConditionExpression All()
    {
        var condition = Negation();
        while (tokens.TryKeyword("and"))
        {
            condition = new ConditionExpression.And(condition, Negation());
        }

        return condition;
    }

    private ConditionExpression Negation()
    {
        if (!tokens.TryKeyword("not"))
        {
            return Single();
        }

        tokens.Enter();
        var negated = new ConditionExpression.Not(Negation());
        tokens.Leave();
        return negated;
    }

    /// <summary>An operand in parentheses is not told from a condition in them until it is compared; neither the SDKs nor people write one.</summary>
    private ConditionExpression Single()
    {
        if (!tokens.TrySymbol("("))
        {
            return simple();
        }

        var inner = Any();
        tokens.Symbol(")");
        return inner;
    }
}
