using Sam.Catalogue;
using Sam.Catalogue.Registry;
using Sam.Documents;
using Sam.Errors;
using Sam.Naming;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// What <c>Fn::GetAtt</c> evaluates to: the form that AWS documents, else what the template gives as the property of that name, else a stable text. What only the resource itself
/// knows is unknown.
/// </summary>
internal sealed class AttributeValues(Evaluator evaluator)
{
    // Properties that are being evaluated: one that leads back to itself has no value, and the dependencies report the circle.
    private readonly HashSet<(string Resource, string Property)> open = [];

    /// <summary>The remedy for an attribute that a type does not have.</summary>
    public static string Suggest(string attribute, ResourceType type)
    {
        var usual = string.Join(", ", type.Attributes.Keys.Order(StringComparer.Ordinal));
        return DidYouMean.Hint(attribute, type.Attributes.Keys.Concat(TypeRegistry.Find(type.Name)?.Attributes.Keys ?? []))
            ?? (usual.Length == 0 ? "Use Ref." : $"Use {usual}, or Ref.");
    }

    /// <summary>A value that nobody but the resource itself can tell.</summary>
    public static UnknownNode OnlyItselfKnows(Declaration declaration, string attribute, int line) => new(
        line, new($"What '{declaration.LogicalId}', of type {declaration.Type!.Name}, gives as {attribute} is known only where it is deployed.", "Give the value as a parameter."));

    /// <summary>The value; null when the type has no such attribute.</summary>
    public Node? Value(Declaration declaration, PhysicalResource resource, string attribute, int line)
    {
        var type = declaration.Type!;
        if (type.Attributes.TryGetValue(attribute, out var form))
        {
            return ScalarNode.Of(form(resource), line);
        }

        if (type.Withheld.TryGetValue(attribute, out var reason))
        {
            return new UnknownNode(line, new($"LocalAws does not give out '{declaration.LogicalId}.{attribute}'. {reason}", "Do not refer to it."));
        }

        if (type.IsForeign)
        {
            return OnlyItselfKnows(declaration, attribute, line);
        }

        if (TypeRegistry.Find(type.Name)?.Attribute(attribute) is not { } known)
        {
            return null;
        }

        return Given(declaration, attribute) is { } given ? given
            : known.IsText ? ScalarNode.Of(StandIn(attribute, resource, type), line)
            : OnlyItselfKnows(declaration, attribute, line);
    }

    /// <summary>What the template gives as a property, by its path; null when it gives none.</summary>
    public Node? Given(Declaration declaration, string path)
    {
        Node? at = declaration.Properties;
        foreach (var name in path.Split('.'))
        {
            at = (at as MapNode)?[name];
        }

        if (at is null || !open.Add((declaration.LogicalId, path)))
        {
            return null;
        }

        try
        {
            return evaluator.Evaluate(at, new Place(declaration.LogicalId, path, declaration.Type!.Owner(declaration.LogicalId, path)));
        }
        finally
        {
            open.Remove((declaration.LogicalId, path));
        }
    }

    // An ARN has the usual form of one, and names nothing that is served here.
    private static string StandIn(string attribute, PhysicalResource resource, ResourceType type) =>
        attribute.EndsWith("Arn", StringComparison.OrdinalIgnoreCase)
            ? resource.Arn(type.Name.Split("::")[1].ToLowerInvariant(), $"{attribute[..^3].TrimEnd('.').Replace('.', '-').ToLowerInvariant()}/{resource.Name}")
            : $"{resource.Name}.{attribute}";
}
