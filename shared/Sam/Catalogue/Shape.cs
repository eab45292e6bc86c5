using System.Collections.Immutable;

namespace Sam.Catalogue;

/// <summary>One property of a shape.</summary>
/// <param name="Name">The name as CloudFormation spells it.</param>
/// <param name="Word">What LocalAws does with it.</param>
internal sealed record Property(string Name, ElementWord Word)
{
    /// <summary>True when the shape is not complete without it.</summary>
    public bool Required { get; init; }

    /// <summary>The shape of the value, or of each item of a list.</summary>
    public Shape? Value { get; init; }

    /// <summary>True when <see cref="Value"/> is the shape of each value of a map with free keys.</summary>
    public bool Keyed { get; init; }

    /// <summary>Why it is closed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do about it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>A value that is as good as leaving the property out, such as <c>false</c>.</summary>
    public string? Unless { get; init; }
}

/// <summary>
/// The properties that a resource, or a map inside one, may have. Written as a table: the names that are enforced, the
/// names that are inert, then one line for each that is closed.
/// </summary>
internal sealed record Shape
{
    public static Shape Empty { get; } = new();

    public ImmutableDictionary<string, Property> Properties { get; private init; } = ImmutableDictionary.Create<string, Property>(StringComparer.Ordinal);

    /// <summary>True when other properties than the listed ones are accepted: none of them bears on security.</summary>
    public bool Open { get; private init; }

    /// <summary>Names in one text, parted by spaces; a trailing <c>*</c> marks a required one.</summary>
    public Shape Enforced(string names) => With(names, ElementWord.Enforced);

    /// <summary>A property whose value is a map of this shape, or a list of such maps.</summary>
    public Shape Enforced(string name, Shape value) => With(Property(name, ElementWord.Enforced) with { Value = value });

    /// <summary>A property whose value is a map from free keys to maps of this shape.</summary>
    public Shape EnforcedByKey(string name, Shape value) => With(Property(name, ElementWord.Enforced) with { Value = value, Keyed = true });

    /// <summary>Names in one text, parted by spaces; a trailing <c>*</c> marks a required one.</summary>
    public Shape Emulated(string names) => With(names, ElementWord.Emulated);

    /// <summary>Names in one text, parted by spaces; a trailing <c>*</c> marks a required one.</summary>
    public Shape Inert(string names) => With(names, ElementWord.Inert);

    /// <summary>Every property that is not listed is inert.</summary>
    public Shape RestIsInert() => this with { Open = true };

    /// <summary>A property that bears on access and is not enforced: it closes the smallest unit that it belongs to, with this reason and remedy.</summary>
    public Shape Closed(string name, string reason, string remedy, string? unless = null) =>
        With(Property(name, ElementWord.Closed) with { Reason = reason, Remedy = remedy, Unless = unless });

    private static Property Property(string name, ElementWord word) =>
        new(name.TrimEnd('*'), word) { Required = name.EndsWith('*') };

    private Shape With(string names, ElementWord word) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Aggregate(this, (shape, name) => shape.With(Property(name, word)));

    private Shape With(Property property) => this with { Properties = Properties.Add(property.Name, property) };
}
