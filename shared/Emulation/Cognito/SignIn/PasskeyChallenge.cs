using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Passkeys;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.SignIn;

/// <summary><c>WEB_AUTHN</c>: one of the user's passkeys signs a challenge. Amazon Cognito Developer Guide, "Sign-in with passkeys".</summary>
internal sealed class PasskeyChallenge(Challenges challenges, RelyingParties relyingParties, UserDirectory users, IdSource ids) : IStep, IChallenge
{
    public const string Name = "WEB_AUTHN";

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [Name];

    /// <summary>Whether a user can begin with a passkey. Of one who has a second factor it has to be as good as two.</summary>
    public bool IsOpenTo(UserPool pool, CognitoUser user) => pool.TakesPasskeys && Usable(pool, user).Any() && (!SecondFactors.IsAsked(pool, user) || CountsAsTwo(pool, user));

    /// <inheritdoc/>
    public Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var user = state.User!;
        Admission.Check(user);
        var challenge = Base64Url.EncodeToString(ids.Bytes(32));
        var options = new JsonObject
        {
            ["challenge"] = challenge,
            ["timeout"] = 180000,
            ["rpId"] = relyingParties.Of(call.Pool),
            ["allowCredentials"] = WireJson.List(Usable(call.Pool, user).Select(PasskeyRegistration.Descriptor)),
            ["userVerification"] = RequiresVerification(call.Pool, user) ? "required" : "preferred",
        };
        return Task.FromResult<StepResult>(
            challenges.Ask(call, state with { PasskeyChallenge = challenge }, Name, new JsonObject { ["CREDENTIAL_REQUEST_OPTIONS"] = options.ToJsonString() }));
    }

    /// <summary>A challenge is good for one answer, right or wrong.</summary>
    public async Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var state = challenges.Open(call, challenge);
        var credential = PasskeyCredential.Read(call.Required("CREDENTIAL"));
        challenges.Use(state);
        if (state.User is not { } user || credential is null)
        {
            throw PasskeyRefusal.NoProof(credential is null ? "CREDENTIAL is no AuthenticationResponseJSON" : "there is no such user");
        }

        Admission.Check(user);
        var passkey = Usable(call.Pool, user).FirstOrDefault(one => one.Id == credential.IdText) ?? throw PasskeyRefusal.NoProof("it is none of the user's passkeys");
        if (!IsOpenTo(call.Pool, user))
        {
            throw PasskeyRefusal.NoProof("the user has a second factor since, and a passkey is no two");
        }

        if (credential.Challenge != state.PasskeyChallenge)
        {
            throw PasskeyRefusal.NoProof("it answers another challenge");
        }

        if (!RelyingParties.Allows(passkey.RelyingPartyId, credential.Origin))
        {
            throw PasskeyRefusal.NoProof($"the origin is none of {passkey.RelyingPartyId}");
        }

        var counter = await PasskeyProof.CheckAsync(
            credential, state.PasskeyChallenge, passkey, user, RequiresVerification(call.Pool, user), cancellation).ConfigureAwait(false);
        return new Passed(state with { User = users.Note(call.Pool, user, present => Counted(present, passkey, counter)) }, SignInStage.Device);
    }

    /// <summary>The user with the count of the passkey: as they are now, since another sign-in may have come between.</summary>
    private static CognitoUser Counted(CognitoUser present, Passkey used, uint counter)
    {
        var passkey = present.Passkeys.FirstOrDefault(one => one.Id == used.Id && one.PublicKey == used.PublicKey);
        return passkey is null ? throw PasskeyRefusal.NoProof("the passkey was deleted meanwhile")
            : !PasskeyProof.CountsOn(passkey.Counter, counter) ? throw PasskeyRefusal.NoProof($"its count went from {passkey.Counter} to {counter}: it was copied")
            : present with { Passkeys = present.Passkeys.Replace(passkey, passkey with { Counter = counter }) };
    }

    /// <summary>A passkey works for the domain that it was made for alone.</summary>
    private IEnumerable<Passkey> Usable(UserPool pool, CognitoUser user)
    {
        var relyingParty = relyingParties.Of(pool);
        return user.Passkeys.Where(passkey => passkey.RelyingPartyId == relyingParty);
    }

    private static bool CountsAsTwo(UserPool pool, CognitoUser user) => pool.Passkeys.IsSecondFactorToo && user.Mfa.PasskeyCounts;

    private static bool RequiresVerification(UserPool pool, CognitoUser user) => pool.Passkeys.RequiresVerification || CountsAsTwo(pool, user);
}
