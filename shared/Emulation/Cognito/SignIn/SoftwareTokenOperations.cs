using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>Sets up an authenticator app, signed in or on the way in. Amazon Cognito API Reference, AssociateSoftwareToken, VerifySoftwareToken.</summary>
internal sealed class SoftwareTokenOperations(UserDirectory users, PoolDirectory directory, AccessTokens tokens, SignInSessions sessions, TotpSecrets totp, Lockout lockout)
{
    private const string Challenge = "MFA_SETUP";

    public IEnumerable<Operation> All =>
    [
        Operation.Open("AssociateSoftwareToken", AssociateAsync),
        Operation.Open("VerifySoftwareToken", VerifyAsync),
    ];

    private async Task<JsonObject> AssociateAsync(CognitoCall call)
    {
        var (sealedSecret, forUser) = totp.Draw();
        if (call.Fields.Text("AccessToken") is { } token)
        {
            var holder = await tokens.HolderAsync(token).ConfigureAwait(false);
            CheckEnabled(holder.Pool);

            // The app that works now keeps working until the new one has shown its first code.
            users.Save(holder.Pool, holder.User with { Codes = holder.User.Codes.SetItem(Challenge, new PendingCode(sealedSecret, DateTimeOffset.MaxValue, "totp")) });
            return new JsonObject { ["SecretCode"] = forUser };
        }

        var state = sessions.Open(call.Fields.Required("Session"), Challenge);
        CheckEnabled(directory.Pool(state.PoolId));
        return new JsonObject
        {
            ["SecretCode"] = forUser,
            ["Session"] = sessions.Close(state with { TotpSecret = sealedSecret, TotpVerified = false }, directory.Client(state.ClientId).SessionLifetime),
        };
    }

    private async Task<JsonObject> VerifyAsync(CognitoCall call)
    {
        var code = call.Fields.Required("UserCode", 6, 6);
        if (call.Fields.Text("AccessToken") is { } token)
        {
            var holder = await tokens.HolderAsync(token).ConfigureAwait(false);
            var pending = holder.User.Codes.GetValueOrDefault(Challenge)
                ?? throw new CognitoException("SoftwareTokenMFANotFoundException", "Software token MFA has not been set up for the user.");
            Save(holder.Pool, holder.User, pending.Hash, Check(holder.User, pending.Hash, code));
            return new JsonObject { ["Status"] = "SUCCESS" };
        }

        var state = sessions.Open(call.Fields.Required("Session"), Challenge);
        var pool = directory.Pool(state.PoolId);
        var user = users.Find(pool, state.Username) ?? throw Refusal.ExpiredSession;
        if (user.Mfa.TotpVerified)
        {
            // Set up since, by whoever was first: a session of the time before must not put another app in its place.
            throw Refusal.ExpiredSession;
        }

        var secret = state.TotpSecret ?? throw new CognitoException("SoftwareTokenMFANotFoundException", "Call AssociateSoftwareToken first.");
        var step = Check(user, secret, code);
        if (!sessions.TryUse(state))
        {
            throw Refusal.UsedSession;
        }

        Save(pool, user, secret, step);
        return new JsonObject
        {
            ["Status"] = "SUCCESS",
            ["Session"] = sessions.Close(state with { TotpVerified = true, TotpSecret = null }, directory.Client(state.ClientId).SessionLifetime),
        };
    }

    private long Check(CognitoUser user, string sealedSecret, string code)
    {
        var key = $"{user.PoolId}/{user.Sub}/totp set-up";
        if (!lockout.TryBegin(key))
        {
            throw Refusal.LimitExceeded;
        }

        var step = totp.StepOf(sealedSecret, code) ?? throw new CognitoException("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
        lockout.Succeed(key);
        return step;
    }

    /// <summary>A pool that insists on a second factor has the app on from now; elsewhere the user turns it on.</summary>
    private void Save(UserPool pool, CognitoUser user, string sealedSecret, long step)
    {
        var mfa = user.Mfa with { TotpSecret = sealedSecret, TotpVerified = true, TotpStep = step };
        users.Save(pool, user with { Mfa = mfa, Codes = user.Codes.Remove(Challenge) });
    }

    private static void CheckEnabled(UserPool pool)
    {
        if (pool.Mfa == MfaMode.Off || !pool.EnabledMfas.Contains(SecondFactors.Totp))
        {
            throw new CognitoException("SoftwareTokenMFANotFoundException", "Software token MFA is not enabled for the user pool.");
        }
    }
}
