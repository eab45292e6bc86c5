using System.Collections.Immutable;
using System.Globalization;
using Sam.Naming;

namespace Sam.Catalogue.Registry;

/// <summary>What CloudFormation gives out about a type of resource: what names it, what <c>Ref</c> gives, and its attributes.</summary>
/// <param name="Name">The type's name, such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="NameProperty">The property that names it; null for what has no name.</param>
/// <param name="GeneratedName">How one without a name is named.</param>
/// <param name="Ref">The form of what <c>Ref</c> gives.</param>
/// <param name="Arn">The form of its ARN after <c>arn:aws:</c>.</param>
internal sealed record RegisteredType(string Name, string? NameProperty, GeneratedName GeneratedName, string Ref, string Arn)
{
    private const string AnyName = ".*";

    // Of these the transform makes resources of their own, on which the API itself does not depend.
    private static readonly string[] PartsOfGraphQLApi = ["ApiKeys", "Cache", "DataSources", "DomainName", "Functions", "Resolvers", "SchemaInline", "SchemaUri"];

    /// <summary>What <c>Fn::GetAtt</c> takes; <c>Outputs.*</c> stands for all names that start so.</summary>
    public IReadOnlyDictionary<string, RegisteredAttribute> Attributes { get; private init; } = ImmutableDictionary<string, RegisteredAttribute>.Empty;

    public static RegisteredType Parse(string name, string line)
    {
        string[] fields = [.. line.Split('\t'), "", "", "", ""];
        var (property, generated) = NameOf(fields[1]);
        return new(name, property, generated, fields[2], fields[3])
        {
            Attributes = fields[4].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(RegisteredAttribute.Parse)
                .ToDictionary(static attribute => attribute.Name, StringComparer.Ordinal),
        };
    }

    /// <summary>An attribute by its name; null when the type has none.</summary>
    public RegisteredAttribute? Attribute(string name) =>
        Attributes.GetValueOrDefault(name) ?? (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Attributes.GetValueOrDefault($"{name[..dot]}.*") : null)
        ?? Attributes.GetValueOrDefault(AnyName);

    /// <summary>The type as one that guards nothing here. Some of its properties may be closed.</summary>
    public ResourceType ToInert() => new(Name)
    {
        Word = ElementWord.Inert,
        Properties = ClosedTypes.PropertiesOf(Name),
        Closed = ClosedTypes.Of(Name),
        IsForeign = Attributes.ContainsKey(AnyName),
        NameProperty = NameProperty,
        PathProperty = Arn.Contains("{path}", StringComparison.Ordinal) ? "Path" : null,
        GeneratedName = GeneratedName,
        Owner = Name == "AWS::Serverless::GraphQLApi" ? static (logicalId, property) => PartsOfGraphQLApi.Contains(property) ? "" : logicalId : static (logicalId, _) => logicalId,
        Ref = resource => ReferenceForm.Fill(Ref, Arn, resource),
        Attributes = Attributes.Values.Where(static attribute => attribute.Form is not null).ToImmutableDictionary(
            static attribute => attribute.Name,
            attribute => (Func<PhysicalResource, string>)(resource => ReferenceForm.Fill(attribute.Form!, Arn, resource)), StringComparer.Ordinal),
    };

    // "QueueName:80m" is the property, the longest name that is generated, and its letters.
    private static (string? Property, GeneratedName Generated) NameOf(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (field.Length == 0 ? null : field, new(128, NameLetters.Upper));
        }

        var letters = field[^1] switch { 'm' => NameLetters.Mixed, 'l' => NameLetters.Lower, _ => NameLetters.Upper };
        return (field[..colon], new(int.Parse(field.AsSpan(colon + 1).TrimEnd("ml"), CultureInfo.InvariantCulture), letters));
    }
}

/// <summary>An attribute of a type.</summary>
/// <param name="Name">The name that <c>Fn::GetAtt</c> takes.</param>
/// <param name="Form">The form of its value; null when only a resource that exists has one.</param>
/// <param name="IsText">False for a list, a map, and what can be either.</param>
internal sealed record RegisteredAttribute(string Name, string? Form, bool IsText)
{
    public static RegisteredAttribute Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 ? new(text[..equals], text[(equals + 1)..], true)
            : text.EndsWith("[]", StringComparison.Ordinal) ? new(text[..^2], null, false)
            : new(text, null, true);
    }
}
