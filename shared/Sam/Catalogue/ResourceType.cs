using System.Collections.Immutable;
using Sam.Errors;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>A type of resource: its properties, its name, and what references to it evaluate to.</summary>
/// <param name="Name">The type's name, such as <c>AWS::IAM::Role</c>.</param>
internal sealed record ResourceType(string Name)
{
    /// <summary>What LocalAws does with resources of the type.</summary>
    public ElementWord Word { get; init; } = ElementWord.Enforced;

    /// <summary>Why resources of the type are closed: they bear on access, and are not enforced. Null for what is not.</summary>
    public Unknown? Closed { get; init; }

    /// <summary>True when only the resource itself knows what <c>Ref</c> and <c>Fn::GetAtt</c> give: a custom resource, one of another vendor, a module.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The properties.</summary>
    public Shape Properties { get; init; } = Shape.Empty;

    /// <summary>The property that names the resource, when it has one.</summary>
    public string? NameProperty { get; init; }

    /// <summary>The property that holds IAM's path, when it has one.</summary>
    public string? PathProperty { get; init; }

    /// <summary>How a resource without a name is named.</summary>
    public GeneratedName GeneratedName { get; init; } = new(128, NameLetters.Upper);

    /// <summary>The property that makes it a first-in-first-out one, whose name ends in <c>.fifo</c>; null for what knows no such.</summary>
    public string? FifoProperty { get; init; }

    /// <summary>What <c>Ref</c> gives.</summary>
    public Func<PhysicalResource, string> Ref { get; init; } = static resource => resource.Name;

    /// <summary>What <c>Fn::GetAtt</c> gives, by attribute.</summary>
    public ImmutableDictionary<string, Func<PhysicalResource, string>> Attributes { get; init; } =
        ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty;

    /// <summary>Attributes that exist on AWS and are not given out here, with the reason.</summary>
    public ImmutableDictionary<string, string> Withheld { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Which resource depends on what a property refers to, given the logical id and the property's name; where the
    /// transform moves a property to a resource that it generates, that one.
    /// </summary>
    public Func<string, string, string> Owner { get; init; } = static (logicalId, _) => logicalId;
}
