using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Emulation.StandIns;

/// <summary>What the companies say of the person whom an access token is about, each in its form, and how they refuse.</summary>
internal static class ProfileAnswers
{
    /// <summary>The fields of a person that Facebook knows beside those that were written by hand. Meta for Developers, Graph API Reference, "User".</summary>
    private static readonly FrozenSet<string> OfGraph = FrozenSet.Create(
        StringComparer.Ordinal, "id", "age_range", "birthday", "email", "first_name", "gender", "hometown", "last_name", "link", "locale", "location", "middle_name", "name",
        "name_format", "picture", "short_name", "timezone", "updated_time", "verified");

    public static StandInAnswer Of(StandInCall call, JsonObject claims) => call.StandIn.Provider.Kind.Type switch
    {
        "Google" => StandInAnswer.Of(OfPeople(claims, Fields(call, "personFields"))),
        "Facebook" => OfFacebook(claims, Fields(call, "fields")),
        _ => StandInAnswer.Of(claims.DeepClone()),
    };

    /// <summary>Whoever asks has no token that counts.</summary>
    public static StandInAnswer Unknown(StandInProvider standIn, string reason) => standIn.Provider.Kind.Type switch
    {
        "Facebook" => GraphError(400, 190, "Error validating access token.", reason),
        "LoginWithAmazon" => StandInAnswer.Refuse(400, "invalid_token", "The request has an invalid parameter : access_token", reason),
        "Google" => StandInAnswer.Refuse(
            401,
            new JsonObject { ["error"] = new JsonObject { ["code"] = 401, ["message"] = "Request had invalid authentication credentials.", ["status"] = "UNAUTHENTICATED" } },
            reason),
        _ => StandInAnswer.Refuse(401, "invalid_token", "The access token is invalid.", reason),
    };

    /// <summary>Meta for Developers, "Handling Errors".</summary>
    public static StandInAnswer GraphError(int status, int code, string message, string reason) => StandInAnswer.Refuse(
        status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "OAuthException", ["code"] = code, ["fbtrace_id"] = "stand-in" } }, reason);

    private static StandInAnswer OfFacebook(JsonObject claims, string[] fields) =>
        fields.FirstOrDefault(field => !OfGraph.Contains(field) && !claims.ContainsKey(field)) is { } unknown
            ? GraphError(400, 100, $"(#100) Tried accessing nonexisting field ({unknown}) on node type (User)", $"Facebook has no field {unknown}.")
            : StandInAnswer.Of(new JsonObject(claims.Where(claim => claim.Key == "id" || fields.Contains(claim.Key)).Select(Copy)));

    /// <summary>A list for each field, as people have several names. People API, people.get.</summary>
    private static JsonObject OfPeople(JsonObject claims, string[] fields)
    {
        var source = new JsonObject { ["primary"] = true, ["source"] = new JsonObject { ["type"] = "PROFILE", ["id"] = claims["sub"]?.DeepClone() } };
        var person = new JsonObject { ["resourceName"] = $"people/{claims["sub"]}", ["etag"] = "stand-in" };
        foreach (var field in fields)
        {
            JsonNode? value = field switch
            {
                _ when claims[field] is { } written => written.DeepClone(),
                "names" when claims["name"] is not null => new JsonArray(new JsonObject
                {
                    ["metadata"] = source.DeepClone(),
                    ["displayName"] = claims["name"]?.DeepClone(),
                    ["familyName"] = claims["family_name"]?.DeepClone(),
                    ["givenName"] = claims["given_name"]?.DeepClone(),
                }),
                "genders" when claims["gender"] is { } gender => new JsonArray(new JsonObject { ["metadata"] = source.DeepClone(), ["value"] = gender.DeepClone() }),
                "phoneNumbers" when claims["phone_number"] is { } number => new JsonArray(
                    new JsonObject { ["metadata"] = source.DeepClone(), ["value"] = number.DeepClone(), ["canonicalForm"] = number.DeepClone() }),
                _ => null,
            };
            if (value is not null)
            {
                person[field] = value;
            }
        }

        return person;
    }

    private static string[] Fields(StandInCall call, string parameter) =>
        (call.Query[parameter] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> claim) => KeyValuePair.Create(claim.Key, claim.Value?.DeepClone());
}
