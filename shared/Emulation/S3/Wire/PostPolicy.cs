using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Emulation.S3.Wire;

/// <summary>
/// The policy that a browser's form is signed by: what its fields may hold, how long its file may be, and until when. Amazon S3 API Reference, "Creating a POST policy"; its words
/// are S3's where they are recorded.
/// </summary>
internal sealed class PostPolicy
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];
    private readonly DateTimeOffset expires;
    private readonly ImmutableArray<Condition> conditions;

    private PostPolicy(DateTimeOffset expires, ImmutableArray<Condition> conditions, LengthRange length) => (this.expires, this.conditions, Length) = (expires, conditions, length);

    /// <summary>How long the file may be.</summary>
    public LengthRange Length { get; }

    /// <summary>Reads the field <c>policy</c>.</summary>
    /// <exception cref="Calls.RefusedException">It is no policy.</exception>
    public static PostPolicy Parse(string base64)
    {
        try
        {
            // A dollar sign may be escaped in it, which is no JSON: "Creating a POST policy", "Character escaping".
            using var document = JsonDocument.Parse(WithPlainDollars(new UTF8Encoding(false, true).GetString(Convert.FromBase64String(base64))));
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            throw Invalid("Invalid JSON.");
        }
    }

    /// <summary>Refuses fields that the policy does not allow.</summary>
    /// <param name="fields">The fields by their names in lower case, but those that need no condition.</param>
    /// <param name="now">The time.</param>
    public S3Refusal? Refuse(IReadOnlyDictionary<string, string> fields, DateTimeOffset now)
    {
        if (now >= expires)
        {
            return Denied("Policy expired.");
        }

        if (conditions.FirstOrDefault(condition => !condition.Holds(fields)) is { } failed)
        {
            return Denied($"Policy Condition failed: {failed}");
        }

        var extra = fields.Keys.Where(field => !conditions.Any(condition => condition.Field == field)).Order(StringComparer.Ordinal).ToArray();
        return extra.Length > 0 ? Denied($"Extra input fields: {string.Join(", ", extra)}") : null;
    }

    private static PostPolicy Of(JsonElement policy)
    {
        Check(policy.ValueKind == JsonValueKind.Object, "Invalid JSON.");
        var members = policy.EnumerateObject().ToLookup(static one => one.Name.ToLowerInvariant(), static one => one.Value);
        Check(members.All(static member => member.Count() == 1), "It says something twice.");
        Check(members.All(static member => member.Key is "expiration" or "conditions"), "Unexpected member.");
        Check(members.Contains("expiration"), "Policy missing expiration.");
        Check(members.Contains("conditions"), "Policy missing conditions.");
        var until = members["expiration"].Single();
        Check(
            until.ValueKind == JsonValueKind.String
            & DateTimeOffset.TryParseExact(
                until.ToString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires),
            $"Invalid 'expiration' value: '{Emulation.Wire.ClientText.Shown(until.ToString(), 64)}'");
        var list = members["conditions"].Single();
        Check(list.ValueKind == JsonValueKind.Array, "Invalid 'conditions' value: must be a List.");
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        var length = LengthRange.Any;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                conditions.AddRange(item.EnumerateObject().Select(static one => new Condition("eq", one.Name.ToLowerInvariant(), TextOf(one.Value))));
                continue;
            }

            Check(item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 3, "Invalid Condition.");
            var name = TextOf(item[0]).ToLowerInvariant();
            if (name == "content-length-range")
            {
                length = length.Within(new LengthRange(NumberOf(item[1]), NumberOf(item[2])));
                continue;
            }

            Check(name is "eq" or "starts-with", $"Invalid Condition '{Emulation.Wire.ClientText.Shown(name, 64)}'.");
            var field = TextOf(item[1]);
            Check(field.Length > 1 && field[0] == '$', "Invalid Condition: a field's name begins with $.");
            conditions.Add(new Condition(name, field[1..].ToLowerInvariant(), TextOf(item[2])));
        }

        return new PostPolicy(expires, conditions.ToImmutable(), length);
    }

    private static string TextOf(JsonElement value)
    {
        Check(value.ValueKind == JsonValueKind.String, "Invalid Simple-Condition: value must be a string.");
        return value.GetString()!;
    }

    private static long NumberOf(JsonElement value)
    {
        Check(
            long.TryParse(value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number),
            "Invalid content-length-range: its ends are numbers of bytes.");
        return number;
    }

    private static string WithPlainDollars(string json)
    {
        var plain = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && i + 1 < json.Length)
            {
                plain.Append(json[i + 1] == '$' ? "" : "\\").Append(json[++i]);
            }
            else
            {
                plain.Append(json[i]);
            }
        }

        return plain.ToString();
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Invalid(otherwise);
        }
    }

    private static Calls.RefusedException Invalid(string why) => new S3Refusal(400, "InvalidPolicyDocument", $"Invalid Policy: {why}").Raised();

    private static S3Refusal Denied(string why) => S3Refusals.AccessDenied with { Message = $"Invalid according to Policy: {why}" };

    private sealed record Condition(string Operator, string Field, string Value)
    {
        public bool Holds(IReadOnlyDictionary<string, string> fields) => fields.TryGetValue(Field, out var text)
            && (Operator == "eq" ? text == Value
                : Field == "content-type" ? text.Split(',').All(one => one.TrimStart().StartsWith(Value, StringComparison.Ordinal))
                : text.StartsWith(Value, StringComparison.Ordinal));

        /// <summary>As S3 shows it.</summary>
        public override string ToString() => $"[\"{Operator}\", \"${Field}\", \"{Value}\"]";
    }
}

/// <summary>How long a file may be, in bytes, both ends included.</summary>
internal readonly record struct LengthRange(long Least, long Most)
{
    public static LengthRange Any { get; } = new(0, S3Refusals.LongestUpload);

    /// <summary>What both allow.</summary>
    public LengthRange Within(LengthRange other) => new(Math.Max(Least, other.Least), Math.Min(Most, other.Most));
}
