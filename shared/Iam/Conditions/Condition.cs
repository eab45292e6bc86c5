using System.Collections.Immutable;
using Iam.Keys;

namespace Iam.Conditions;

/// <summary>One operator and key of a Condition block with its values. IAM User Guide, "Conditions with multiple context keys or values".</summary>
/// <param name="name">The operator as the policy writes it.</param>
/// <param name="form">The operator.</param>
/// <param name="key">The condition key.</param>
/// <param name="operands">The policy's values.</param>
/// <param name="denies">Whether the statement denies: what cannot be compared never grants and always denies.</param>
internal sealed class Condition(string name, OperatorForm form, string key, ImmutableArray<Operand> operands, bool denies)
{
    /// <summary>The operator as the policy writes it.</summary>
    public string Name { get; } = name;

    public string Key { get; } = key;

    public OperatorForm Form { get; } = form;

    public ImmutableArray<Operand> Operands { get; } = operands;

    /// <summary>Whether AWS declares that the key holds several values.</summary>
    public bool IsMultivalued { get; } = MultivaluedKeys.Contains(key);

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

    /// <summary>
    /// Without a qualifier a key has one value: a key that may hold several is never met, whatever the operator and were there but one of them. An
    /// empty text is a value like any other. Observed on AWS.
    /// </summary>
    private bool MeetsValues(ImmutableArray<string> values, ConditionContext context)
    {
        if (Form.Qualifier == SetQualifier.None)
        {
            return !IsMultivalued && values.Length == 1 && Meets(values[0], context);
        }

        var all = Form.Qualifier == SetQualifier.ForAllValues;
        foreach (var value in values)
        {
            if (Meets(value, context) != all)
            {
                return !all;
            }
        }

        return all;
    }

    /// <summary>Whether one value of the key meets the condition, qualifiers and number of values aside.</summary>
    public bool Meets(string value, ConditionContext context) => Form.Kind switch
    {
        ConditionOperator.IpAddress => Address.TryParse(value, out var address) && IsIn(address) != Form.Negated,
        ConditionOperator.ArnLike => MeetsArn(value, context) && ArnText.IsArn(value),
        _ => MatchesAny(value, context) != Form.Negated,
    };

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

    private bool IsIn(Address address)
    {
        foreach (var operand in Operands)
        {
            if (operand is AddressOperand { Range: var range } && range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Operands in their order: a match ends the comparison, and so does one that turns out to be no ARN.</summary>
    private bool MeetsArn(string arn, ConditionContext context)
    {
        foreach (var operand in Operands)
        {
            switch (((ArnOperand)operand).Compare(arn, context))
            {
                case ArnComparison.Match:
                    return !Form.Negated;
                case ArnComparison.Unreadable:
                    return denies;
            }
        }

        return Form.Negated;
    }
}
