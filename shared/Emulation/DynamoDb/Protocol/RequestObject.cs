using System.Text.Json;

namespace Emulation.DynamoDb.Protocol;

/// <summary>An object of a request whose every member is known. A member that is not known, or is null, is refused: what is not read is not decided upon.</summary>
internal readonly struct RequestObject
{
    private readonly JsonElement element;

    private RequestObject(JsonElement element) => this.element = element;

    /// <summary>The object itself.</summary>
    public JsonElement Json => element;

    /// <summary>A request whose members were looked at when it was read.</summary>
    public static RequestObject Whole(JsonDocument request) => new(request.RootElement);

    /// <exception cref="DynamoDbException">It is no object, or has another member.</exception>
    public static RequestObject Of(JsonElement element, string name, IReadOnlySet<string> members)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(name, "an object");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw DynamoDbException.Validation($"LocalAws does not know the member '{member.Name}' of {name}, and forwards nothing that it has not read. Names count by case.");
            }

            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                throw DynamoDbException.Serialization($"The member '{member.Name}' of {name} is null. Leave it out.");
            }
        }

        return new RequestObject(element);
    }

    public bool Has(string member) => element.TryGetProperty(member, out _);

    public JsonElement? Member(string member) => element.TryGetProperty(member, out var value) ? value : null;

    public string? Text(string member) => Member(member) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw WrongType(member, "a text");

    /// <summary>One of the texts that the member may hold.</summary>
    public string? OneOf(string member, params ReadOnlySpan<string> values)
    {
        var text = Text(member);
        return text is null || values.Contains(text)
            ? text
            : throw DynamoDbException.Validation(
                $"1 validation error detected: Value '{text}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: "
                    + $"Member must satisfy enum value set: [{string.Join(", ", values!)}]");
    }

    /// <exception cref="DynamoDbException">It is absent, or no text.</exception>
    public string RequiredText(string member) => Text(member) ?? throw Required(member);

    /// <summary>The members of a map; none when it is absent.</summary>
    public IEnumerable<JsonProperty> Map(string member) => Member(member) is not { } value ? []
        : value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw WrongType(member, "a map");

    /// <summary>The items of a list; none when it is absent.</summary>
    public IEnumerable<JsonElement> List(string member) => Member(member) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw WrongType(member, "a list");

    public IEnumerable<string> Texts(string member) =>
        List(member).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw WrongType(member, "a list of texts"));

    public static DynamoDbException WrongType(string member, string wanted) => DynamoDbException.Serialization($"The member '{member}' of the request has to be {wanted}.");

    public static DynamoDbException Required(string member) =>
        DynamoDbException.Validation(
            $"1 validation error detected: Value null at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null");
}
