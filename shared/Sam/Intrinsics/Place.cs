using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary>Where in the template a value stands.</summary>
/// <param name="Resource">The logical id, or the section's name outside <c>Resources</c>.</param>
/// <param name="Property">The path of the property inside it.</param>
/// <param name="Owner">
/// The resource that depends on what the value refers to. It differs from <paramref name="Resource"/> where the SAM
/// transform moves a property: a function's <c>Policies</c> end up in its generated role. Empty when nothing depends on it.
/// </param>
internal readonly record struct Place(string Resource, string Property, string Owner)
{
    public Place In(string key) => this with { Property = Property.Length == 0 ? key : $"{Property}.{key}" };

    public Place At(int index) => this with { Property = $"{Property}[{index}]" };

    /// <summary>True when a map here is a policy document, or a part of one.</summary>
    public bool IsInPolicy(MapNode map) => map.Written("Statement") is not null || Property.Split('.', '[').Any(static step => step is "Statement" or "CustomStatements");
}
