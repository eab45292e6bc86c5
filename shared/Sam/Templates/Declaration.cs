using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;

namespace Sam.Templates;

/// <summary>A resource as the template declares it, or as the SAM transform will.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="Type">Its type, null when the template names one that LocalAws does not know.</param>
/// <param name="Properties">The properties before evaluation, with those of <c>Globals</c>.</param>
/// <param name="Line">Where it is declared.</param>
internal sealed record Declaration(string LogicalId, ResourceType? Type, MapNode Properties, int Line)
{
    /// <summary>The condition under which it is created.</summary>
    public ScalarNode? Condition { get; init; }

    /// <summary>What tools say of it, CDK among them; not evaluated.</summary>
    public MapNode? Metadata { get; init; }

    /// <summary>What it waits for beside what it refers to.</summary>
    public ImmutableArray<ScalarNode> DependsOn { get; init; } = [];

    /// <summary>What it may reach, as SAM's attribute <c>Connectors</c> says.</summary>
    public MapNode? Connectors { get; init; }

    /// <summary>For a resource that the transform generates: the resource it is generated for.</summary>
    public string? GeneratedFor { get; init; }

    /// <summary>For a resource that the transform generates: the name after the dot in SAM's own references, such as <c>Alias</c> of <c>Function.Alias</c>.</summary>
    public string? SamName { get; init; }
}
