using System.Collections.Immutable;
using System.Text.Json;
using Iam.Conditions;

namespace Iam.Policies;

/// <summary>Reads a Condition block: operators, keys, values.</summary>
/// <param name="takesUnreadable">Whether values that do not fit their operator are taken, as AWS takes them in session policies.</param>
/// <param name="variables">Whether <c>${...}</c> is a variable.</param>
/// <param name="denies">Whether the statement denies.</param>
/// <param name="errors">Where errors go.</param>
internal sealed class ConditionReader(bool takesUnreadable, bool variables, bool denies, PolicyErrors errors)
{
    public ImmutableArray<Condition> Read(JsonTree block)
    {
        if (block.Kind != JsonTokenType.StartObject)
        {
            errors.Add(block, "Syntax errors in policy.", "Condition is an object of operators.");
            return [];
        }

        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var (name, keys) in block.Members)
        {
            if (!OperatorForm.TryParse(name, out var form))
            {
                errors.Add(keys, $"Invalid Condition type : {PolicyErrors.Clip(name)}.", Suggestion.For(name, OperatorForm.KnownNames));
            }
            else if (keys.Kind != JsonTokenType.StartObject)
            {
                errors.Add(keys, "Syntax errors in policy.", "An operator holds an object of condition keys.");
            }
            else
            {
                conditions.AddRange(keys.Members.Select(key => ReadKey(name, form, key.Key, key.Value)));
            }
        }

        return conditions.ToImmutable();
    }

    private Condition ReadKey(string name, OperatorForm form, string key, JsonTree values)
    {
        if (!key.Contains(':', StringComparison.Ordinal))
        {
            errors.Add(
                values, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                $"Condition keys have a prefix, such as aws:{PolicyErrors.Clip(key)}.");
        }

        var operands = ImmutableArray.CreateBuilder<Operand>();
        foreach (var value in values.AsList())
        {
            if (value.Text is not null && Compile(form.Kind, value.Text) is { } operand)
            {
                operands.Add(operand);
            }
            else
            {
                errors.Add(value, "Syntax errors in policy.", $"'{PolicyErrors.Clip(value.Text)}' is no value for {name}.");
            }
        }

        // An empty list is taken, and matches nothing; what all would meet by it is more likely a mistake.
        var isEmptyList = values.Kind == JsonTokenType.StartArray && values.AsList().Count == 0;
        if (form.Kind == ConditionOperator.Null ? operands.Count != 1 : operands.Count == 0 && (form.Negated || !isEmptyList))
        {
            errors.Add(
                values, "Syntax errors in policy.",
                form.Kind == ConditionOperator.Null ? "Null takes one value: true or false." : "A condition key has at least one value.");
        }

        return new Condition(name, form, key, operands.ToImmutable(), denies);
    }

    private Operand? Compile(ConditionOperator op, string value) =>
        Operand.Compile(op, value, variables) ?? (takesUnreadable ? Operand.CompileUnreadable(op, value, variables) : null);
}
