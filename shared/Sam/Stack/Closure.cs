namespace Sam;

/// <summary>
/// What a template asks for, bears on who gets in, and is not enforced here. It closes what depends on it, and nothing else: a route, an API, a function, a permission.
/// </summary>
/// <param name="At">The line to look at.</param>
/// <param name="Resource">The logical id of the resource, or the name of the section when no resource is meant.</param>
/// <param name="Property">The path of the property inside the resource, such as <c>Auth.ResourcePolicy</c>; empty when the whole resource is meant.</param>
/// <param name="Message">What is not enforced, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record Closure(SourceLine At, string Resource, string Property, string Message, string Remedy)
{
    /// <summary>All of it on one line: <c>template.yaml:84 OrdersApi.Domain: message remedy</c>.</summary>
    public override string ToString() => $"{At} {(Property.Length == 0 ? Resource : $"{Resource}.{Property}")}: {Message} {Remedy}";
}
