namespace Emulation.DynamoDb.Expressions;

/// <summary>
/// What joins conditions, in expressions and in PartiQL alike. Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB", section "Precedence in
/// conditions": parentheses, <c>NOT</c>, <c>AND</c>, <c>OR</c>.
/// </summary>
internal sealed class Connectives(TokenReader tokens, Func<Condition> simple)
{
    public Condition Any()
    {
        tokens.Enter();
        var condition = All();
        while (tokens.TryKeyword("or"))
        {
            condition = new Condition.Or(condition, All());
        }

        tokens.Leave();
        return condition;
    }

    private Condition All()
    {
        var condition = Negation();
        while (tokens.TryKeyword("and"))
        {
            condition = new Condition.And(condition, Negation());
        }

        return condition;
    }

    private Condition Negation()
    {
        if (!tokens.TryKeyword("not"))
        {
            return Single();
        }

        tokens.Enter();
        var negated = new Condition.Not(Negation());
        tokens.Leave();
        return negated;
    }

    /// <summary>An operand in parentheses is not told from a condition in them until it is compared; neither the SDKs nor people write one.</summary>
    private Condition Single()
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
