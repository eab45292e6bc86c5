using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>The section <c>Transform</c>: what CloudFormation makes of the template before it creates anything.</summary>
/// <param name="Serverless">Whether the SAM transform is among them.</param>
/// <param name="Extensions">Whether <c>AWS::LanguageExtensions</c> is among them.</param>
/// <param name="Macros">Whether a macro of the account is among them.</param>
internal sealed record Transforms(bool Serverless, bool Extensions, bool Macros)
{
    private const string ServerlessName = "AWS::Serverless-2016-10-31";

    // They add hooks, schedules of rotation and provisioned products: nothing of who may do what.
    private static readonly string[] Inert =
    [
        "AWS::CodeDeployBlueGreen", "AWS::CodeDeployHook", "AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16", "AWS::ServiceCatalog",
    ];

    public static Transforms Read(Node? section, ErrorList errors)
    {
        var result = new Transforms(false, false, false);
        foreach (var one in section is ListNode list ? list.Items.AsEnumerable() : section is null ? [] : [section])
        {
            switch (Name(one))
            {
                case ServerlessName:
                    result = result with { Serverless = true };
                    break;
                case IntrinsicNames.Extensions:
                    result = result with { Extensions = true };
                    break;
                case Macro.Include when one is MapNode:
                    errors.CloseAll(one.Line, "Transform", Macro.Why(one));
                    break;
                case { Length: > 0 } name when !Inert.Contains(name):
                    ReadMacro(name, one, errors);
                    result = result with { Macros = true };
                    break;
                case null:
                    errors.Add(one.Line, "Transform", "", $"A transform is a name, or a map with Name and Parameters, but this is {one.Kind}.", "Write the transform's name.");
                    break;
            }
        }

        return result;
    }

    private static string? Name(Node one) => (one is MapNode map ? map["Name"] : one) is ScalarNode { Text: { Length: > 0 } name } ? name : null;

    private static void ReadMacro(string name, Node at, ErrorList errors)
    {
        if (DidYouMean.Hint(name, [ServerlessName, IntrinsicNames.Extensions, Macro.Include]) is { } hint)
        {
            errors.Add(at.Line, "Transform", "", $"There is no transform '{name}'.", hint);
        }
        else
        {
            errors.CloseAll(at.Line, "Transform", new Unknown(
                $"The macro '{name}' may change anything in this template, and LocalAws runs no macros.", "Load the template as it is after processing."));
        }
    }
}
