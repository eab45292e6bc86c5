using System.Collections.Immutable;

namespace Iam.Conditions;

/// <summary>One operator and key of a Condition block with its values. IAM User Guide, "Conditions with multiple context keys or values".</summary>
internal sealed class Condition(string name, OperatorForm form, string key, ImmutableArray<Operand> operands)
{
    /// <summary>The operator as the policy writes it.</summary>
    public string Name { get; } = name;

    public string Key { get; } = key;

    public OperatorForm Form { get; } = form;

    public ImmutableArray<Operand> Operands { get; } = operands;

    public bool IsMet(ConditionContext context)
    {
        var present = context.TryGet(Key, out var values) && !values.IsEmpty;
        if (Form.Kind == ConditionOperator.Null)
        {
            return ((BoolOperand)Operands[0]).Expected != present;
        }

        return present ? MeetsValues(values, context) : MeetsAbsence();
    }

    /// <summary>
    /// A missing key fails a positive operator and meets a negated one. <c>ForAllValues</c> is met by no values at all, <c>ForAnyValue</c> never,
    /// not even with <c>IfExists</c>.
    /// </summary>
    private bool MeetsAbsence() => Form.Qualifier switch
    {
        SetQualifier.ForAllValues => true,
        SetQualifier.ForAnyValue => false,
        _ => Form.IfExists || Form.Negated,
    };

    private bool MeetsValues(ImmutableArray<string> values, ConditionContext context)
    {
        // Without a qualifier a key has one value; if it has more, one that matches is enough, and a negated operator wants none to.
        var all = Form.Qualifier == SetQualifier.ForAllValues || (Form.Qualifier == SetQualifier.None && Form.Negated);
        foreach (var value in values)
        {
            // With a qualifier an empty text counts as no value at all.
            var met = Form.Qualifier != SetQualifier.None && value.Length == 0 ? all : MatchesAny(value, context) != Form.Negated;
            if (met != all)
            {
                return met;
            }
        }

        return all;
    }

    private bool MatchesAny(string value, ConditionContext context)
    {
        foreach (var operand in Operands)
        {
            if (operand.Matches(value, context))
            {
                return true;
            }
        }

        return false;
    }
}
