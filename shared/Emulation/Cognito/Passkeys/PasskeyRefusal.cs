using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Passkeys;

/// <summary>Every refusal about passkeys: one member for each cause. Amazon Cognito API Reference, CompleteWebAuthnRegistration, "Errors"; the words are ours.</summary>
internal static class PasskeyRefusal
{
    public static CognitoException NotEnabled => new("WebAuthnNotEnabledException", "The user pool does not allow WEB_AUTHN as a first factor.");

    public static CognitoException ConfigurationMissing => new("WebAuthnConfigurationMissingException", "The user pool has neither a relying party id nor a domain.");

    public static CognitoException ChallengeNotFound => new("WebAuthnChallengeNotFoundException", "The challenge is not the one that was begun last, has expired or was used.");

    public static CognitoException ClientMismatch => new("WebAuthnClientMismatchException", "The access token is of another client than the one that began the registration.");

    public static CognitoException OriginNotAllowed => new("WebAuthnOriginNotAllowedException", "The origin of the credential does not belong to the relying party id.");

    public static CognitoException RelyingPartyMismatch => new("WebAuthnRelyingPartyMismatchException", "The credential is for another relying party id.");

    public static CognitoException NotOfExternalUsers => Refusal.NotAuthorized("Users of an external identity provider have no passkeys.");

    public static CognitoException TooMany(int most) => new("LimitExceededException", $"The user has {most} passkeys, which is the most.");

    public static CognitoException NotSupported(string why) => new("WebAuthnCredentialNotSupportedException", "The credential is of a kind that is not supported.", why);

    public static CognitoException Invalid(string why) => new("InvalidParameterException", "Credential data is not valid", why);

    public static CognitoException NotFound => Refusal.NotFound("The user has no such passkey.");

    /// <summary>Of a sign-in: whoever tries learns nothing, the decision log does.</summary>
    public static CognitoException NoProof(string why) => new(Refusal.WrongPassword.Type, Refusal.WrongPassword.Message, why);
}
