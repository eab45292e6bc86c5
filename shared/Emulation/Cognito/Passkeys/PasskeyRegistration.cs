using System.Buffers.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Passkeys;

/// <summary>Makes a passkey of a user who is in: what the authenticator is asked, and what it answered. Amazon Cognito API Reference, StartWebAuthnRegistration.</summary>
internal sealed class PasskeyRegistration(RelyingParties relyingParties, UserDirectory users, IdSource ids, TimeProvider time)
{
    /// <summary>Quotas in Amazon Cognito, "Passkeys per user".</summary>
    public const int Most = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>The document that a browser's <c>navigator.credentials.create</c> takes. The last one counts.</summary>
    /// <exception cref="CognitoException">The pool takes no passkeys, or this user has none.</exception>
    public JsonObject Begin(UserPool pool, UserPoolClient client, CognitoUser user)
    {
        Check(pool, user);
        var relyingParty = relyingParties.Of(pool) ?? throw PasskeyRefusal.ConfigurationMissing;
        var challenge = Base64Url.EncodeToString(ids.Bytes(32));
        users.Note(pool, user, present => present with { PendingPasskey = new(challenge, client.Id, relyingParty, time.GetUtcNow() + Timeout) });
        var name = pool.UsernameAttributes.IsEmpty ? user.Username : user.Attribute("email") ?? user.Attribute("phone_number") ?? user.Username;
        return new JsonObject
        {
            ["rp"] = new JsonObject { ["id"] = relyingParty, ["name"] = relyingParty },
            ["user"] = new JsonObject { ["id"] = Base64Url.EncodeToString(PasskeyProof.HandleOf(user)), ["name"] = name, ["displayName"] = name },
            ["challenge"] = challenge,
            ["pubKeyCredParams"] = WireJson.List(PasskeyProof.Algorithms.Select(static algorithm => (JsonNode)new JsonObject { ["type"] = "public-key", ["alg"] = algorithm })),
            ["timeout"] = 60000,
            ["excludeCredentials"] = WireJson.List(user.Passkeys.Select(Descriptor)),
            ["authenticatorSelection"] = new JsonObject
            {
                ["requireResidentKey"] = true,
                ["residentKey"] = "required",
                ["userVerification"] = pool.Passkeys.RequiresVerification ? "required" : "preferred",
            },
        };
    }

    /// <summary>Takes what the authenticator answered. A challenge is good for one answer.</summary>
    /// <exception cref="CognitoException">It is not an answer to what this client asked last.</exception>
    public async Task CompleteAsync(UserPool pool, UserPoolClient client, CognitoUser user, PasskeyCredential? given, CancellationToken cancellation)
    {
        Check(pool, user);
        var credential = given ?? throw PasskeyRefusal.Invalid("it is no RegistrationResponseJSON");
        var pending = user.PendingPasskey;
        if (pending is null || pending.ExpiresAt <= time.GetUtcNow() || pending.RelyingPartyId != relyingParties.Of(pool))
        {
            throw PasskeyRefusal.ChallengeNotFound;
        }

        if (pending.ClientId != client.Id)
        {
            throw PasskeyRefusal.ClientMismatch;
        }

        // Whoever else answers at the same time is too late.
        var answered = users.Note(pool, user, present => present.PendingPasskey == pending ? present with { PendingPasskey = null } : throw PasskeyRefusal.ChallengeNotFound);
        if (credential.Challenge != pending.Challenge)
        {
            throw PasskeyRefusal.ChallengeNotFound;
        }

        if (!RelyingParties.Allows(pending.RelyingPartyId, credential.Origin))
        {
            throw PasskeyRefusal.OriginNotAllowed;
        }

        var made = await PasskeyProof.RegisterAsync(credential, pending, answered, pool.Passkeys.RequiresVerification, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        users.Note(pool, answered, present =>
            present.Passkeys.Any(passkey => passkey.Id == made.Id) ? throw PasskeyRefusal.Invalid("the user has this passkey already")
            : present.Passkeys.Length >= Most ? throw PasskeyRefusal.TooMany(Most)
            : present with { Passkeys = present.Passkeys.Add(made) });
    }

    /// <summary>A passkey as browsers are told of it.</summary>
    public static JsonNode Descriptor(Passkey passkey) => new JsonObject
    {
        ["type"] = "public-key",
        ["id"] = passkey.Id,
        ["transports"] = WireJson.List(passkey.Transports.Select(static transport => (JsonNode)transport)),
    };

    private static void Check(UserPool pool, CognitoUser user)
    {
        if (!pool.TakesPasskeys)
        {
            throw PasskeyRefusal.NotEnabled;
        }

        if (user.Status == UserStatus.EXTERNAL_PROVIDER)
        {
            throw PasskeyRefusal.NotOfExternalUsers;
        }

        if (user.Passkeys.Length >= Most)
        {
            throw PasskeyRefusal.TooMany(Most);
        }
    }
}
