using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>
/// The attributes of a pool: OpenID Connect's standard ones, and <c>custom:</c> ones. Amazon Cognito Developer Guide, "Working with user attributes".
/// </summary>
internal sealed class AttributeSchema
{
    /// <summary>Name, type, shortest and longest text, in AWS's order for a pool that was just made.</summary>
    private static readonly (string Name, string Type, int? MinLength, int? MaxLength)[] Standard =
    [
        ("sub", "String", 1, 2048), ("name", "String", 0, 2048), ("given_name", "String", 0, 2048), ("family_name", "String", 0, 2048),
        ("middle_name", "String", 0, 2048), ("nickname", "String", 0, 2048),
        ("preferred_username", "String", 0, 2048), ("profile", "String", 0, 2048), ("picture", "String", 0, 2048), ("website", "String", 0, 2048), ("email", "String", 0, 2048),
        ("email_verified", "Boolean", null, null), ("gender", "String", 0, 2048), ("birthdate", "String", 10, 10), ("zoneinfo", "String", 0, 2048), ("locale", "String", 0, 2048),
        ("phone_number", "String", 0, 2048), ("phone_number_verified", "Boolean", null, null), ("address", "String", 0, 2048),
        ("updated_at", "Number", null, null), ("identities", "String", null, null),
    ];

    private readonly FrozenDictionary<string, AttributeDefinition> byName;

    private AttributeSchema(ImmutableArray<AttributeDefinition> attributes)
    {
        All = attributes;
        byName = attributes.ToFrozenDictionary(static attribute => attribute.Name, StringComparer.Ordinal);
    }

    public ImmutableArray<AttributeDefinition> All { get; }

    public static bool IsStandard(string name) => Array.Exists(Standard, standard => standard.Name == name);

    /// <summary>Attributes for administrators alone, of pools of the early days.</summary>
    public static bool IsForDevelopers(string name) => name.StartsWith("dev:", StringComparison.Ordinal);

    /// <summary>Before everything else: what nobody may set or take away. That an address is theirs users show with a code.</summary>
    /// <exception cref="CognitoException">One of the names is such an attribute.</exception>
    public static void CheckSettable(IEnumerable<string> names, bool byUser)
    {
        if (names.FirstOrDefault(name => name is "sub" or "identities" || (byUser && name is "email_verified" or "phone_number_verified")) is { } name)
        {
            throw Refusal.Invalid($"Cannot modify the non-mutable attribute {name}");
        }
    }

    /// <summary>The standard attributes with what the request changes about them, and the request's own.</summary>
    public static AttributeSchema Read(IEnumerable<Fields> requested)
    {
        var attributes = Standard.ToDictionary(
            static s => s.Name,
            static s => new AttributeDefinition(s.Name, s.Type)
            {
                Mutable = s.Name != "sub",
                Required = s.Name == "sub",
                MinLength = s.MinLength,
                MaxLength = s.MaxLength,
                MinValue = s.Type == "Number" ? 0 : null,
            },
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

    /// <summary>Checks the attributes of somebody who becomes a user.</summary>
    /// <exception cref="CognitoException">An attribute is not in the schema, does not fit it, or cannot be set by anybody.</exception>
    public void CheckNew(IReadOnlyDictionary<string, string> values)
    {
        CheckSettable(values.Keys, byUser: false);
        foreach (var (name, value) in values)
        {
            var definition = Find(name) ?? throw NotConforming($"Type for attribute {{{name}}} could not be determined");
            if (definition.ProblemOf(value) is { } problem)
            {
                throw NotConforming($"{definition.StoredName}: {problem}");
            }
        }

        CheckFormats(values);
    }

    public void CheckRequired(IReadOnlyDictionary<string, string> values)
    {
        if (All.FirstOrDefault(a => a.Required && a.Name != "sub" && string.IsNullOrEmpty(values.GetValueOrDefault(a.Name))) is { } missing)
        {
            throw NotConforming(Needed(missing));
        }
    }

    /// <summary>Checks what someone wants to change of a user: a line for each attribute that cannot be so.</summary>
    /// <param name="has">Whether the user has the attribute.</param>
    /// <param name="values">The new values; an empty one takes the attribute away.</param>
    /// <exception cref="CognitoException">An attribute is not in the schema, cannot be changed, or does not fit.</exception>
    public void CheckChange(Func<string, bool> has, IReadOnlyDictionary<string, string> values)
    {
        CheckSettable(values.Keys, byUser: false);
        var problems = values.OrderBy(static value => value.Key, StringComparer.Ordinal)
            .Select(value => (value.Key, Problem: ProblemOf(has, value.Key, value.Value))).Where(static pair => pair.Problem is not null).ToList();
        if (problems.Count > 0)
        {
            throw Refusal.Invalid(string.Concat(problems.Select(static pair => $"user.{pair.Key}: {pair.Problem}\n")));
        }

        if (values.Where(static value => value.Value.Length == 0).Select(value => Find(value.Key))
            .FirstOrDefault(static definition => definition is { Required: true }) is { } needed)
        {
            throw NotConforming(Needed(needed));
        }

        CheckFormats(values);
    }

    /// <exception cref="CognitoException">An attribute is not in the schema, is required, or cannot be changed.</exception>
    public void CheckRemovable(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var problem = Find(name) switch
            {
                null => $"Type for attribute {{{name}}} could not be determined",
                { Required: true } needed => Needed(needed),
                { Mutable: false } lasting => $"{lasting.StoredName}: This attribute does not satisfy the mutability validation defined in the schema.",
                _ => null,
            };
            if (problem is not null)
            {
                throw Refusal.Invalid($"Invalid user attributes: {problem}");
            }
        }
    }

    private string? ProblemOf(Func<string, bool> has, string name, string value) => Find(name) switch
    {
        null => "Attribute does not exist in the schema.",
        { Mutable: false } when has(name) => "Attribute cannot be updated.",
        var definition => value.Length == 0 ? null : definition.ProblemOf(value),
    };

    private static string Needed(AttributeDefinition attribute) => $"{attribute.StoredName}: The attribute {attribute.StoredName} is required";

    private static CognitoException NotConforming(string problem) => Refusal.Invalid($"Attributes did not conform to the schema: {problem}");

    public JsonArray ToJson() => [.. All.Select(static a => (JsonNode)a.ToJson())];

    private static void CheckFormats(IReadOnlyDictionary<string, string> values)
    {
        if (values.GetValueOrDefault("email") is { Length: > 0 } email && !LooksLikeEmail(email))
        {
            throw Refusal.Invalid("Invalid email address format.");
        }

        if (values.GetValueOrDefault("phone_number") is { Length: > 0 } phone
            && !(phone is ['+', _, ..] && phone.Length <= 16 && phone.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            throw Refusal.Invalid("Invalid phone number format.");
        }
    }

    private static bool LooksLikeEmail(string email)
    {
        var at = email.LastIndexOf('@');
        return at > 0 && at < email.Length - 1 && !email.AsSpan().ContainsAnyInRange('\0', ' ') && email.AsSpan(at + 1).IndexOf("..") < 0
            && email[at + 1] != '.' && email[^1] != '.';
    }

    private static void Add(Dictionary<string, AttributeDefinition> attributes, Fields one)
    {
        var name = one.Required("Name", 1, 40);
        var type = one.Choice("AttributeDataType", "String", "Number", "DateTime", "Boolean") ?? "String";
        if (attributes.TryGetValue(name, out var standard))
        {
            attributes[name] = standard with
            {
                Required = one.Flag("Required") ?? standard.Required,
                Mutable = one.Flag("Mutable") ?? standard.Mutable,
                MinLength = Length(one, "MinLength") ?? standard.MinLength,
                MaxLength = Length(one, "MaxLength") ?? standard.MaxLength,
            };
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

        attributes[full] = new AttributeDefinition(full, type)
        {
            Mutable = one.Flag("Mutable") ?? true,
            Required = false,
            MinLength = Length(one, "MinLength"),
            MaxLength = Length(one, "MaxLength"),
            MinValue = Value(one, "MinValue"),
            MaxValue = Value(one, "MaxValue"),
        };
    }

    private static int? Length(Fields one, string name) => one.Inner("StringAttributeConstraints")?.Integer(name, 0, 131072);

    private static decimal? Value(Fields one, string name) =>
        one.Inner("NumberAttributeConstraints")?.Text(name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
            : throw one.Violation($"'{text}'", name, "Member must be a number");
}
