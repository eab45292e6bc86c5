using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>Declares what the transform generates for one resource, so that the template can refer to it.</summary>
internal sealed class GeneratedDeclarations(Declaration owner, ResourceTable table, ErrorList errors)
{
    /// <summary>Declares a resource of a type that the catalogue has. Its properties are those that name it; what else it says is made once its owner has been evaluated.</summary>
    /// <param name="logicalId">The name that the transform gives it.</param>
    /// <param name="typeName">Its type.</param>
    /// <param name="names">The properties that name it.</param>
    /// <param name="samName">The name after the dot in SAM's own references; null for none.</param>
    /// <param name="remedy">What to do when the name is taken; null for the usual advice.</param>
    public void Add(string logicalId, string typeName, MapNode? names = null, string? samName = null, string? remedy = null)
    {
        if (ResourceCatalogue.Find(typeName, out _) is not { } type)
        {
            return;
        }

        var declared = new Declaration(logicalId, type, names ?? MapNode.Empty, owner.Line) { Condition = owner.Condition, GeneratedFor = owner.LogicalId, SamName = samName };
        // Two owners may ask for one of them: CodeDeploy's role, or a queue that two events name.
        if (!table.Add(declared) && table[logicalId] is { GeneratedFor: null })
        {
            errors.Add(
                owner.Line, owner.LogicalId, logicalId.EndsWith("Role", StringComparison.Ordinal) ? "Role" : "",
                $"The transform generates {NounOf(typeName)} '{logicalId}' for this {NounOfOwner}, and the template declares another resource of that name.",
                remedy ?? "Rename the resource.");
        }
    }

    private string NounOfOwner => owner.Type!.Name == "AWS::Serverless::Function" ? "function" : "resource";

    private static string NounOf(string typeName) => typeName == "AWS::IAM::Role" ? "an execution role" : $"an {typeName}";
}
