using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;

namespace Emulation.StandIns;

/// <summary>Somebody to sign in as.</summary>
/// <param name="Number">Tells them apart at every provider.</param>
/// <param name="GivenName">The first name.</param>
/// <param name="FamilyName">The last name.</param>
/// <param name="Note">What is special about them.</param>
internal sealed record TestPerson(int Number, string GivenName, string FamilyName, string Note)
{
    /// <summary>One for each way in which an address may or may not be there.</summary>
    public static ImmutableArray<TestPerson> All { get; } =
    [
        new(1, "Amy", "Ames", "with a verified email address") { Email = "amy@example.com", IsVerified = true },
        new(2, "Bo", "Berg", "whose email address is not verified") { Email = "bo@example.com" },
        new(3, "Cem", "Çelik", "without an email address"),
        new(4, "Dee", "O'Dell", "in two groups, with an address in capitals") { Email = "Dee.ODell@Example.com", IsVerified = true, Groups = ["staff", "night shift"] },
    ];

    /// <summary>What forms call them: <c>amy</c>.</summary>
    public string Key => GivenName.ToLowerInvariant();

    public string Name => $"{GivenName} {FamilyName}";

    public string? Email { get; private init; }

    public bool IsVerified { get; private init; }

    public ImmutableArray<string> Groups { get; private init; } = [];

    /// <summary>What a provider of this type says of them.</summary>
    public JsonObject ClaimsAt(ExternalProvider provider)
    {
        var claims = Typical(provider.Kind.Type);
        if (StandInKind.Of(provider.Kind.Type).HasFreeNames)
        {
            foreach (var (attribute, claim) in provider.Attributes)
            {
                if (!claims.ContainsKey(claim) && Standard(attribute) is { } value)
                {
                    claims[claim] = value;
                }
            }
        }

        return claims;
    }

    private JsonObject Typical(string type)
    {
        var claims = type switch
        {
            "Google" => new JsonObject
            {
                ["sub"] = $"10000000000000000000{Number}", ["name"] = Name, ["given_name"] = GivenName, ["family_name"] = FamilyName, ["email"] = Email,
                ["email_verified"] = IsVerified,
            },
            "Facebook" => new JsonObject { ["id"] = $"1000000000000000{Number}", ["name"] = Name, ["first_name"] = GivenName, ["last_name"] = FamilyName, ["email"] = Email },
            "LoginWithAmazon" => new JsonObject
            {
                ["user_id"] = $"amzn1.account.STANDIN{Number}", ["name"] = Name, ["email"] = Email, ["postal_code"] = $"9810{Number}",
            },
            "SignInWithApple" => new JsonObject
            {
                ["sub"] = $"00000{Number}.{new string((char)('a' + Number), 32)}.000{Number}", ["email"] = Email, ["email_verified"] = IsVerified, ["is_private_email"] = false,
                ["firstName"] = GivenName, ["lastName"] = FamilyName,
            },
            "SAML" => new JsonObject { [StandInKind.SamlName] = Email ?? Key, ["name"] = Name, ["given_name"] = GivenName, ["family_name"] = FamilyName, ["email"] = Email },
            _ => new JsonObject
            {
                ["sub"] = Key, ["name"] = Name, ["given_name"] = GivenName, ["family_name"] = FamilyName, ["email"] = Email, ["email_verified"] = IsVerified,
            },
        };
        if (StandInKind.Of(type).HasFreeNames && !Groups.IsEmpty)
        {
            claims["groups"] = new JsonArray([.. Groups.Select(static one => JsonValue.Create(one))]);
        }

        if (Email is null)
        {
            claims.Remove("email");
            claims.Remove("email_verified");
            claims.Remove("is_private_email");
        }

        return claims;
    }

    private JsonNode? Standard(string attribute) => attribute switch
    {
        "email" => Email,
        "email_verified" when Email is not null => IsVerified,
        "given_name" => GivenName,
        "family_name" => FamilyName,
        "name" => Name,
        "nickname" or "preferred_username" => Key,
        "phone_number" => string.Create(CultureInfo.InvariantCulture, $"+1202555010{Number}"),
        "birthdate" => string.Create(CultureInfo.InvariantCulture, $"199{Number}-0{Number}-15"),
        "locale" => "en-US",
        "zoneinfo" => "Europe/Berlin",
        _ => null,
    };
}
