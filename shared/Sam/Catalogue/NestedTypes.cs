using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// Stacks that a template makes of other templates. What those hold counts as stacks of their own. Source: AWS CloudFormation Template
/// Reference, "AWS::CloudFormation::Stack".
/// </summary>
internal static class NestedTypes
{
    public const string Stack = "AWS::CloudFormation::Stack";

    /// <summary>The transform makes it a stack of the same logical id.</summary>
    public const string Application = "AWS::Serverless::Application";

    public static ImmutableArray<ResourceType> All { get; } = [Of(Stack), Of(Application)];

    private static ResourceType Of(string name) => new(name)
    {
        Word = ElementWord.Inert,
        Properties = Shape.Empty.RestIsInert(),
        Ref = static resource => DerivedId.StackArn(resource.Stack with { StackName = resource.Name }),
    };
}
