using System.Globalization;
using System.Text.Json.Nodes;

namespace Emulation.Cognito.Pools;

/// <summary>One attribute that users of a pool may have; a limit that the pool does not name is null.</summary>
internal sealed record AttributeDefinition(string Name, string Type)
{
    private const int LongestText = 2048;

    public required bool Mutable { get; init; }

    public required bool Required { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public decimal? MinValue { get; init; }

    public decimal? MaxValue { get; init; }

    /// <summary>
    /// What the directory behind a pool calls it, as some refusals do. Captured of AWS: <c>name.familyName</c>, <c>Custom.User.tenant</c>; the others follow
    /// SCIM.
    /// </summary>
    public string StoredName => Name switch
    {
        "family_name" => "name.familyName",
        "given_name" => "name.givenName",
        "middle_name" => "name.middleName",
        "name" => "name.formatted",
        "email" => "emails",
        "phone_number" => "phoneNumbers",
        _ when Name.StartsWith("custom:", StringComparison.Ordinal) => $"Custom.User.{Name["custom:".Length..]}",
        _ => Name,
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["Name"] = Name, ["AttributeDataType"] = Type, ["DeveloperOnlyAttribute"] = false, ["Mutable"] = Mutable, ["Required"] = Required };
        if (Type == "String")
        {
            var limits = new JsonObject();
            if (MinLength is { } min)
            {
                limits["MinLength"] = min.ToString(CultureInfo.InvariantCulture);
            }

            if (MaxLength is { } max)
            {
                limits["MaxLength"] = max.ToString(CultureInfo.InvariantCulture);
            }

            json["StringAttributeConstraints"] = limits;
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

    /// <summary>What is wrong with a value; null when it fits.</summary>
    public string? ProblemOf(string value) => Type switch
    {
        "String" when value.Length > (MaxLength ?? LongestText) => $"String must be no longer than {MaxLength ?? LongestText} characters",
        "String" when value.Length < MinLength => $"String must be no shorter than {MinLength} characters",
        "Number" when !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) || number < MinValue || number > MaxValue =>
            "Number is not in the allowed range",
        "Boolean" when value is not ("true" or "false") => "Boolean must be true or false",
        _ => null,
    };
}
