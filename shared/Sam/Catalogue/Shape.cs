using System.Collections.Immutable;

namespace Sam.Catalogue;

/// <summary>What LocalAws does with a property.</summary>
internal enum Treatment
{
    /// <summary>Read, and acted upon.</summary>
    Enforced,

    /// <summary>Accepted and not acted upon: it does not bear on who may do what.</summary>
    Harmless,

    /// <summary>It decides who may do what, or changes what is reachable, and LocalAws does not act upon it: an error.</summary>
    Refused,
}

/// <summary>One property of a shape.</summary>
/// <param name="Name">The name as CloudFormation spells it.</param>
/// <param name="Treatment">What LocalAws does with it.</param>
internal sealed record Property(string Name, Treatment Treatment)
{
    /// <summary>True when the shape is not complete without it.</summary>
    public bool Required { get; init; }

    /// <summary>The shape of the value, or of each item of a list.</summary>
    public Shape? Value { get; init; }

    /// <summary>True when <see cref="Value"/> is the shape of each value of a map with free keys.</summary>
    public bool Keyed { get; init; }

    /// <summary>Why it is refused.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do about it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>True when a reader that runs nothing may pass over it: it is not who may do what.</summary>
    public bool Tolerable { get; init; }

    /// <summary>A value that is as good as leaving the property out, such as <c>false</c>.</summary>
    public string? Unless { get; init; }
}

/// <summary>
/// The properties that a resource, or a map inside one, may have. Written as a table: the names that are enforced, the
/// names that are harmless, then one line for each that is refused.
/// </summary>
internal sealed record Shape
{
    public static Shape Empty { get; } = new();

    public ImmutableDictionary<string, Property> Properties { get; private init; } = ImmutableDictionary.Create<string, Property>(StringComparer.Ordinal);

    /// <summary>True when other properties than the listed ones are accepted: none of them bears on security.</summary>
    public bool Open { get; private init; }

    /// <summary>Names in one text, parted by spaces; a trailing <c>*</c> marks a required one.</summary>
    public Shape Enforced(string names) => With(names, Treatment.Enforced);

    /// <summary>A property whose value is a map of this shape, or a list of such maps.</summary>
    public Shape Enforced(string name, Shape value) => With(Property(name, Treatment.Enforced) with { Value = value });

    /// <summary>A property whose value is a map from free keys to maps of this shape.</summary>
    public Shape EnforcedByKey(string name, Shape value) => With(Property(name, Treatment.Enforced) with { Value = value, Keyed = true });

    /// <summary>Names in one text, parted by spaces; a trailing <c>*</c> marks a required one.</summary>
    public Shape Harmless(string names) => With(names, Treatment.Harmless);

    /// <summary>Every property that is not listed is harmless.</summary>
    public Shape RestIsHarmless() => this with { Open = true };

    /// <summary>A property that stops the start, with the reason and the remedy that its error tells.</summary>
    public Shape Refused(string name, string reason, string remedy, string? unless = null, bool tolerable = false) =>
        With(Property(name, Treatment.Refused) with { Reason = reason, Remedy = remedy, Unless = unless, Tolerable = tolerable });

    private static Property Property(string name, Treatment treatment) =>
        new(name.TrimEnd('*'), treatment) { Required = name.EndsWith('*') };

    private Shape With(string names, Treatment treatment) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Aggregate(this, (shape, name) => shape.With(Property(name, treatment)));

    private Shape With(Property property) => this with { Properties = Properties.Add(property.Name, property) };
}
