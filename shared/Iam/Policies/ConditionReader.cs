using System.Collections.Immutable;
using System.Text.Json;
using Iam.Conditions;

namespace Iam.Policies;

/// <summary>Reads a Condition block: operators, keys, values.</summary>
internal static class ConditionReader
{
    public static ImmutableArray<Condition> Read(JsonTree block, bool variables, ErrorList errors, bool isTrust = false)
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
                errors.Add(keys, $"Invalid Condition type : {ErrorList.Clip(name)}.", Suggestion.For(name, OperatorForm.KnownNames));
            }
            else if (keys.Kind != JsonTokenType.StartObject)
            {
                errors.Add(keys, "Syntax errors in policy.", "An operator holds an object of condition keys.");
            }
            else
            {
                conditions.AddRange(keys.Members.Select(key => ReadKey(name, form, key.Key, key.Value, variables, errors, isTrust)));
            }
        }

        return conditions.ToImmutable();
    }

    private static Condition ReadKey(string name, OperatorForm form, string key, JsonTree values, bool variables, ErrorList errors, bool isTrust)
    {
        if (!key.Contains(':', StringComparison.Ordinal))
        {
            errors.Add(values, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.", $"Condition keys have a prefix, such as aws:{ErrorList.Clip(key)}.");
        }

        var operands = ImmutableArray.CreateBuilder<Operand>();
        foreach (var value in values.AsList())
        {
            if (value.Text is not null && Operand.Compile(form.Kind, value.Text, variables) is { } operand)
            {
                operands.Add(operand);
            }
            else
            {
                errors.Add(value, "Syntax errors in policy.", $"'{ErrorList.Clip(value.Text)}' is no value for {name}.");
            }
        }

        // IAM stores a trust policy whose condition has an empty list; nothing equals or resembles nothing.
        var mayBeEmpty = isTrust && !form.Negated && form.Kind != ConditionOperator.Null && values.Kind == JsonTokenType.StartArray && values.AsList().Count == 0;
        if ((operands.Count == 0 && !mayBeEmpty) || (form.Kind == ConditionOperator.Null && operands.Count > 1))
        {
            errors.Add(values, "Syntax errors in policy.", form.Kind == ConditionOperator.Null ? "Null takes one value: true or false." : "A condition key has at least one value.");
        }

        return new Condition(name, form, key, operands.ToImmutable());
    }
}
