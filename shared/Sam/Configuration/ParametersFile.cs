using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;

namespace Sam.Configuration;

/// <summary>
/// A file of values, in YAML or JSON. Its keys are those of <see cref="StackOptions.Parameters"/>: names of parameters,
/// <c>/name</c> or <c>ssm:NAME</c> of Systems Manager, <c>secretsmanager:ID</c> of secrets (whose value may be a map). AWS's own
/// forms are read too: the list of <c>ParameterKey</c> and <c>ParameterValue</c> of the AWS CLI, and the map under <c>Parameters</c> of CodePipeline.
/// </summary>
/// <param name="Values">The values by their keys.</param>
/// <param name="Errors">What is wrong with the file; there are no values then.</param>
public sealed record ParametersFile(IReadOnlyDictionary<string, string> Values, ImmutableArray<TemplateError> Errors)
{
    /// <summary>Reads a file. One that cannot be read is an error of the result, not an exception.</summary>
    public static ParametersFile Read(string path)
    {
        var errors = new ErrorList(path);
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (TemplateFile.Read(path, errors) is { } text ? DocumentReader.ReadFragment(text, errors) : null)
        {
            case MapNode map:
                foreach (var entry in (map.Entries is [_, ..] && map["Parameters"] is MapNode parameters ? parameters : map).Given)
                {
                    values[entry.Key] = Text(entry.Value);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Add(item, values, errors);
                }

                break;
            case { } other:
                errors.Add(other.Line, "", "", $"A file of values is a map from names to values, but this is {other.Kind}.", "Write 'Name: value'.");
                break;
        }

        return errors.Any ? new ParametersFile(ImmutableDictionary<string, string>.Empty, errors.ToImmutable()) : new ParametersFile(values.ToImmutable(), []);
    }

    private static void Add(Node item, ImmutableDictionary<string, string>.Builder values, ErrorList errors)
    {
        switch (item)
        {
            case MapNode pair when pair["ParameterKey"] is ScalarNode name && (pair["ParameterValue"] ?? pair["ResolvedValue"]) is ScalarNode value:
                values[name.Text] = value.Text;
                break;
            case MapNode pair when pair["ParameterKey"] is ScalarNode && pair["UsePreviousValue"] is not null:
                break;
            case ScalarNode { Text: var text } when text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals:
                values[text[..equals]] = text[(equals + 1)..];
                break;
            default:
                errors.Add(item.Line, "", "", "This is no value of a parameter.", "Write 'ParameterKey: Name' and 'ParameterValue: value'.");
                break;
        }
    }

    // A list is written with commas, as CloudFormation takes it; a map is a secret's JSON.
    private static string Text(Node value) => value switch
    {
        ScalarNode scalar => scalar.Text,
        ListNode list => string.Join(',', list.Items.Select(Text)),
        _ => PolicyDocument.ToJson(value),
    };
}
