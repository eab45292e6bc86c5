using Sam.Documents;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>The outputs of the stacks that a template nests: <c>!GetAtt Nested.Outputs.Name</c>.</summary>
internal interface INestedOutputs
{
    /// <summary>What <c>Fn::GetAtt</c> gives for an output of a nested stack; null for anything else.</summary>
    Node? Output(Declaration declaration, string attribute, Node at, Place place);
}
