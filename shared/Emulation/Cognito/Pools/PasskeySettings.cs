using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>How a pool takes passkeys. Amazon Cognito API Reference, WebAuthnConfigurationType.</summary>
/// <param name="RelyingPartyId">The domain that they are made for; null for the pool's own.</param>
/// <param name="RequiresVerification">Whether each has to verify its user, by a finger or a PIN.</param>
/// <param name="IsSecondFactorToo">Whether one that verified its user is as good as two factors, for users who have it so.</param>
internal sealed partial record PasskeySettings(string? RelyingPartyId, bool RequiresVerification, bool IsSecondFactorToo)
{
    /// <summary>The member of a pool's document.</summary>
    public const string Member = "WebAuthnConfiguration";

    private const string MultiFactor = "MULTI_FACTOR_WITH_USER_VERIFICATION";

    public static PasskeySettings Read(Fields? document) =>
        new(document?.Text("RelyingPartyId"), document?.Text("UserVerification") == "required", document?.Text("FactorConfiguration") == MultiFactor);

    /// <summary>What a request says of them, as a pool's document keeps it.</summary>
    /// <exception cref="CognitoException">A value is none that Cognito takes.</exception>
    public static JsonObject DocumentOf(Fields configuration) => Document(configuration, "RelyingPartyId", "UserVerification", "FactorConfiguration");

    /// <summary>What a template's pool says of them; null when it says nothing.</summary>
    /// <exception cref="CognitoException">A value is none that Cognito takes.</exception>
    public static JsonObject? DocumentOfTemplate(Fields properties) =>
        Document(properties, "WebAuthnRelyingPartyID", "WebAuthnUserVerification", "WebAuthnFactorConfiguration") is { Count: > 0 } document ? document : null;

    private static JsonObject Document(Fields fields, string relyingParty, string verification, string factor)
    {
        var document = new JsonObject();
        if (fields.Text(relyingParty, 1, 127) is { } id)
        {
            CheckDomain(id);
            document["RelyingPartyId"] = id;
        }

        if (fields.Choice(verification, "required", "preferred") is { } verifies)
        {
            document["UserVerification"] = verifies;
        }

        if (fields.Choice(factor, "SINGLE_FACTOR", MultiFactor) is { } factors)
        {
            document["FactorConfiguration"] = factors;
        }

        return document;
    }

    /// <summary>A scheme or a port is no part of it. A name of one label is everybody's, but for this machine's.</summary>
    private static void CheckDomain(string id)
    {
        if (!DomainPattern().IsMatch(id))
        {
            throw Refusal.Invalid("RelyingPartyId contains invalid characters");
        }

        if (id != "localhost" && !id.Contains('.', StringComparison.Ordinal))
        {
            throw Refusal.Invalid($"RelyingPartyId {id} is a public suffix. Give a domain below it.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex DomainPattern();
}
