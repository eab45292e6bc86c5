using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Emulation.Cognito.Users;
using Fido2NetLib;
using Fido2NetLib.Exceptions;
using Fido2NetLib.Objects;

namespace Emulation.Cognito.Passkeys;

/// <summary>
/// Holds what a browser says of a passkey against what was asked: the challenge, the domain, the user's presence and verification, the signature and its count.
/// Web Authentication, "Registering a new credential", "Verifying an authentication assertion".
/// </summary>
internal static class PasskeyProof
{
    /// <summary>The algorithms that are offered, by their numbers: ES256 and RS256.</summary>
    public static ImmutableArray<int> Algorithms { get; } = [(int)COSE.Algorithm.ES256, (int)COSE.Algorithm.RS256];

    /// <summary>What is known of a user as authenticators keep it: it comes back with each signature.</summary>
    public static byte[] HandleOf(CognitoUser user) => Encoding.UTF8.GetBytes(user.Sub);

    /// <summary>The passkey that was made.</summary>
    /// <exception cref="Protocol.CognitoException">It is not what was asked for.</exception>
    public static async Task<Passkey> RegisterAsync(
        PasskeyCredential credential, PendingPasskey pending, CognitoUser user, bool requiresVerification, DateTimeOffset now, CancellationToken cancellation)
    {
        if (credential.Transports is not { } transports)
        {
            throw PasskeyRefusal.Invalid("response.transports is missing");
        }

        var given = new AuthenticatorAttestationRawResponse
        {
            Id = credential.IdText,
            RawId = credential.Id,
            Type = PublicKeyCredentialType.PublicKey,
            ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),
            Response = new AuthenticatorAttestationRawResponse.AttestationResponse
            {
                AttestationObject = credential.Bytes("attestationObject") ?? throw PasskeyRefusal.Invalid("response.attestationObject is missing"),
                ClientDataJson = credential.ClientData,
                Transports = [],
            },
        };
        var asked = new CredentialCreateOptions
        {
            Rp = new PublicKeyCredentialRpEntity(pending.RelyingPartyId, pending.RelyingPartyId, null),
            User = new Fido2User { Id = HandleOf(user), Name = user.Username, DisplayName = user.Username },
            Challenge = Base64Url.DecodeFromChars(pending.Challenge),
            PubKeyCredParams = [.. Algorithms.Select(static algorithm => new PubKeyCredParam((COSE.Algorithm)algorithm))],
            AuthenticatorSelection = new AuthenticatorSelection { UserVerification = Verification(requiresVerification) },
        };
        try
        {
            var made = await Judge(pending.RelyingPartyId, credential.Origin).MakeNewCredentialAsync(
                new MakeNewCredentialParams { AttestationResponse = given, OriginalOptions = asked, IsCredentialIdUniqueToUserCallback = static (_, _) => Task.FromResult(true) },
                cancellation).ConfigureAwait(false);
            return !made.Id.AsSpan().SequenceEqual(credential.Id)
                ? throw PasskeyRefusal.Invalid("id is not the one that the authenticator made")
                : new Passkey(credential.IdText, Convert.ToBase64String(made.PublicKey), pending.RelyingPartyId, now)
                {
                    Counter = made.SignCount,
                    Transports = transports,
                    Attachment = credential.Attachment,
                };
        }
        catch (Fido2VerificationException e)
        {
            throw e.Code switch
            {
                Fido2ErrorCode.InvalidRpidHash => PasskeyRefusal.RelyingPartyMismatch,
                Fido2ErrorCode.UserVerificationRequirementNotMet or Fido2ErrorCode.UserPresentFlagNotSet => PasskeyRefusal.NotSupported(e.Message),
                _ => PasskeyRefusal.Invalid(e.Message),
            };
        }
        catch (Exception e) when (IsOfMalformed(e))
        {
            throw PasskeyRefusal.Invalid(e.Message);
        }
    }

    /// <summary>How often the passkey has signed by now.</summary>
    /// <exception cref="Protocol.CognitoException">The signature proves nothing, or is not what was asked for.</exception>
    public static async Task<uint> CheckAsync(
        PasskeyCredential credential, string challenge, Passkey passkey, CognitoUser user, bool requiresVerification, CancellationToken cancellation)
    {
        // A passkey may say whose it is, and then has to be right.
        if (credential.Has("userHandle") && credential.Bytes("userHandle") is var handle && !(handle ?? []).AsSpan().SequenceEqual(HandleOf(user)))
        {
            throw PasskeyRefusal.NoProof("the passkey says that it is another user's");
        }

        var given = new AuthenticatorAssertionRawResponse
        {
            Id = credential.IdText,
            RawId = credential.Id,
            Type = PublicKeyCredentialType.PublicKey,
            ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),
            Response = new AuthenticatorAssertionRawResponse.AssertionResponse
            {
                AuthenticatorData = credential.Bytes("authenticatorData") ?? throw PasskeyRefusal.NoProof("response.authenticatorData is missing"),
                Signature = credential.Bytes("signature") ?? throw PasskeyRefusal.NoProof("response.signature is missing"),
                ClientDataJson = credential.ClientData,
                UserHandle = credential.Bytes("userHandle"),
            },
        };
        var asked = new AssertionOptions
        {
            Challenge = Base64Url.DecodeFromChars(challenge),
            RpId = passkey.RelyingPartyId,
            AllowCredentials = [new PublicKeyCredentialDescriptor(credential.Id)],
            UserVerification = Verification(requiresVerification),
        };
        try
        {
            var result = await Judge(passkey.RelyingPartyId, credential.Origin).MakeAssertionAsync(
                new MakeAssertionParams
                {
                    AssertionResponse = given,
                    OriginalOptions = asked,
                    StoredPublicKey = Convert.FromBase64String(passkey.PublicKey),
                    StoredSignatureCounter = passkey.Counter,
                    IsUserHandleOwnerOfCredentialIdCallback = static (_, _) => Task.FromResult(true), // Checked above.
                },
                cancellation).ConfigureAwait(false);
            return result.SignCount;
        }
        catch (Fido2VerificationException e)
        {
            throw PasskeyRefusal.NoProof(e.Message);
        }
        catch (Exception e) when (IsOfMalformed(e))
        {
            throw PasskeyRefusal.NoProof(e.Message);
        }
    }

    /// <summary>Whether the count goes on. One that does not count says 0 each time; one that counted and says 0 now is a copy.</summary>
    public static bool CountsOn(uint known, uint said) => said > known || (said == 0 && known == 0);

    private static UserVerificationRequirement Verification(bool isRequired) => isRequired ? UserVerificationRequirement.Required : UserVerificationRequirement.Preferred;

    /// <summary>The origin was found to belong to the domain before.</summary>
    private static Fido2 Judge(string relyingParty, string origin) =>
        new(new Fido2Configuration { RPID = relyingParty, RPName = relyingParty, Origins = new HashSet<string>(StringComparer.Ordinal) { origin } });

    /// <summary>Bytes of whoever sends them go through readers of CBOR, keys and certificates, each of which has words of its own for what does not fit.</summary>
    private static bool IsOfMalformed(Exception e) => e is not (OperationCanceledException or Protocol.CognitoException or OutOfMemoryException);
}
