using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>One attribute that users of a pool may have.</summary>
internal sealed record AttributeDefinition(string Name, string Type, bool Mutable, bool Required, int MinLength, int MaxLength, decimal? MinValue, decimal? MaxValue)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["Name"] = Name, ["AttributeDataType"] = Type, ["DeveloperOnlyAttribute"] = false, ["Mutable"] = Mutable, ["Required"] = Required };
        if (Type == "String")
        {
            json["StringAttributeConstraints"] = new JsonObject { ["MinLength"] = MinLength.ToString(CultureInfo.InvariantCulture), ["MaxLength"] = MaxLength.ToString(CultureInfo.InvariantCulture) };
        }
        else if (Type == "Number")
        {
            var limits = new JsonObject();
            if (MinValue is { } min)
            {
                limits["MinValue"] = min.ToString(CultureInfo.InvariantCulture);
            }

            if (MaxValue is { } max)
            {
                limits["MaxValue"] = max.ToString(CultureInfo.InvariantCulture);
            }

            json["NumberAttributeConstraints"] = limits;
        }

        return json;
    }

    public void Check(string value)
    {
        var problem = Type switch
        {
            "String" when value.Length < MinLength || value.Length > MaxLength => "String must be of length between " + $"{MinLength} and {MaxLength}",
            "Number" when !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) || number < MinValue || number > MaxValue => "Number is not in the allowed range",
            "Boolean" when value is not ("true" or "false") => "Boolean must be true or false",
            _ => null,
        };
        if (problem is not null)
        {
            throw Refusal.Invalid($"Attributes did not conform to the schema: {Name}: {problem}");
        }
    }
}

/// <summary>
/// The attributes of a pool: OpenID Connect's standard ones, and <c>custom:</c> ones. Amazon Cognito Developer Guide, "Working with user attributes".
/// </summary>
internal sealed class AttributeSchema
{
    /// <summary>Name, type, longest text.</summary>
    private static readonly (string Name, string Type, int MinLength, int MaxLength)[] Standard =
    [
        ("profile", "String", 0, 2048), ("address", "String", 0, 2048), ("birthdate", "String", 10, 10), ("gender", "String", 0, 2048), ("preferred_username", "String", 0, 2048),
        ("updated_at", "Number", 0, 0), ("website", "String", 0, 2048), ("picture", "String", 0, 2048), ("identities", "String", 0, 131072), ("sub", "String", 1, 2048),
        ("phone_number", "String", 0, 2048), ("phone_number_verified", "Boolean", 0, 0), ("zoneinfo", "String", 0, 2048), ("locale", "String", 0, 2048), ("email", "String", 0, 2048),
        ("email_verified", "Boolean", 0, 0), ("given_name", "String", 0, 2048), ("family_name", "String", 0, 2048), ("middle_name", "String", 0, 2048), ("name", "String", 0, 2048), ("nickname", "String", 0, 2048),
    ];

    private readonly FrozenDictionary<string, AttributeDefinition> byName;

    private AttributeSchema(ImmutableArray<AttributeDefinition> attributes)
    {
        All = attributes;
        byName = attributes.ToFrozenDictionary(static attribute => attribute.Name, StringComparer.Ordinal);
    }

    public ImmutableArray<AttributeDefinition> All { get; }

    public static bool IsStandard(string name) => Array.Exists(Standard, standard => standard.Name == name);

    /// <summary>The standard attributes with what the request changes about them, and the request's own.</summary>
    public static AttributeSchema Read(IEnumerable<Fields> requested)
    {
        var attributes = Standard.ToDictionary(
            static s => s.Name,
            static s => new AttributeDefinition(s.Name, s.Type, s.Name != "sub", s.Name == "sub", s.MinLength, s.MaxLength, s.Type == "Number" ? 0 : null, null),
            StringComparer.Ordinal);
        foreach (var one in requested)
        {
            Add(attributes, one);
        }

        return new AttributeSchema([.. attributes.Values]);
    }

    /// <summary>With further custom attributes.</summary>
    public AttributeSchema With(IEnumerable<Fields> custom)
    {
        var attributes = All.ToDictionary(static a => a.Name, StringComparer.Ordinal);
        foreach (var one in custom)
        {
            var before = attributes.Count;
            Add(attributes, one);
            if (attributes.Count == before)
            {
                throw Refusal.Invalid($"custom.{one.Required("Name")}: Existing attribute already has name custom:{one.Required("Name")}.");
            }
        }

        return new AttributeSchema([.. attributes.Values]);
    }

    public AttributeDefinition? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Checks values that someone wants to set.</summary>
    /// <exception cref="CognitoException">An attribute is not in the schema, does not fit it, or cannot be set by anybody.</exception>
    public void Check(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            if (name is "sub" or "identities")
            {
                throw Refusal.Invalid($"Cannot modify the non-mutable attribute {name}");
            }

            (Find(name) ?? throw Refusal.Invalid($"Attributes did not conform to the schema: {name}: Attribute does not exist in the schema.")).Check(value);
        }

        CheckFormats(values);
    }

    public void CheckRequired(IReadOnlyDictionary<string, string> values)
    {
        if (All.FirstOrDefault(a => a.Required && a.Name != "sub" && string.IsNullOrEmpty(values.GetValueOrDefault(a.Name))) is { } missing)
        {
            throw Refusal.Invalid($"Attributes did not conform to the schema: {missing.Name}: The attribute {missing.Name} is required");
        }
    }

    public JsonArray ToJson() => [.. All.Select(static a => (JsonNode)a.ToJson())];

    private static void CheckFormats(IReadOnlyDictionary<string, string> values)
    {
        if (values.GetValueOrDefault("email") is { Length: > 0 } email && !LooksLikeEmail(email))
        {
            throw Refusal.Invalid("Invalid email address format.");
        }

        if (values.GetValueOrDefault("phone_number") is { Length: > 0 } phone && !(phone is ['+', _, ..] && phone.Length <= 16 && phone.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            throw Refusal.Invalid("Invalid phone number format.");
        }
    }

    private static bool LooksLikeEmail(string email)
    {
        var at = email.LastIndexOf('@');
        return at > 0 && at < email.Length - 1 && !email.AsSpan().ContainsAnyInRange('\0', ' ') && email.AsSpan(at + 1).IndexOf("..") < 0 && email[at + 1] != '.' && email[^1] != '.';
    }

    private static void Add(Dictionary<string, AttributeDefinition> attributes, Fields one)
    {
        var name = one.Required("Name", 1, 40);
        var type = one.Choice("AttributeDataType", "String", "Number", "DateTime", "Boolean") ?? "String";
        if (attributes.TryGetValue(name, out var standard))
        {
            attributes[name] = standard with { Required = one.Flag("Required") ?? standard.Required, Mutable = one.Flag("Mutable") ?? standard.Mutable, MinLength = Length(one, "MinLength") ?? standard.MinLength, MaxLength = Length(one, "MaxLength") ?? standard.MaxLength };
            return;
        }

        if (one.Flag("Required") == true)
        {
            throw Refusal.Invalid("Required custom attributes are not supported currently.");
        }

        var full = name.Contains("custom:", StringComparison.Ordinal) ? name : one.Flag("DeveloperOnlyAttribute") == true ? $"dev:custom:{name}" : $"custom:{name}";
        if (full.Length - full.LastIndexOf(':') - 1 > 20)
        {
            throw one.Violation($"'{name}'", "Name", "Member must have length less than or equal to 20");
        }

        attributes[full] = new AttributeDefinition(full, type, one.Flag("Mutable") ?? true, false, Length(one, "MinLength") ?? 0, Length(one, "MaxLength") ?? 2048, Value(one, "MinValue"), Value(one, "MaxValue"));
    }

    private static int? Length(Fields one, string name) => one.Inner("StringAttributeConstraints")?.Integer(name, 0, 131072);

    private static decimal? Value(Fields one, string name) =>
        one.Inner("NumberAttributeConstraints")?.Text(name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
            : throw one.Violation($"'{text}'", name, "Member must be a number");
}
