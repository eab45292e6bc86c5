using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>USER_SRP_AUTH</c>: asks for a proof that the client knows the password. What the server must remember until the answer is sealed into the challenge's secret block, since
/// clients send no session with it.
/// </summary>
internal sealed class SrpChallenge(SignInSessions sessions, Passwords passwords, Admission admission, ImaginaryUsers imaginary, IdSource ids) : IStep
{
    public const string Name = "PASSWORD_VERIFIER";

    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        if (!Srp.TryParseHex(call.Required("SRP_A"), out var clientValue))
        {
            throw Refusal.Invalid("SRP_A is not a public value of this group.");
        }

        state = await admission.AskForUserAsync(call, state, cancellation).ConfigureAwait(false);
        var name = state.User?.Username ?? imaginary.UserId(call.Pool, state.Username);
        var stored = state.User?.Password;
        var (salt, verifier) = stored is not null && passwords.Verifier(stored) is { } known
            ? (Convert.FromBase64String(stored.Salt), known)
            : passwords.Imaginary(call.Pool, name);
        var secret = Srp.Number(ids.Bytes(64));
        var block = sessions.CloseBlock(
            state with
            {
                Challenge = Name,
                Username = name,

                // With a multiple of the prime everybody knows the key: AWS asks all the same, and nothing answers it.
                IsImaginary = stored is null || Srp.GivesKeyAway(clientValue),
                SrpClientValue = Srp.Hex(clientValue),
                SrpSecret = Srp.Hex(secret),
            },
            call.Client.SessionLifetime);
        return SignInOutcome.Ask(Name, null, new JsonObject
        {
            ["SALT"] = Srp.Hex(Srp.Number(salt)),
            ["SECRET_BLOCK"] = Convert.ToBase64String(block),
            ["SRP_B"] = Srp.Hex(Srp.PublicValue(verifier, secret)),
            ["USERNAME"] = name,
            ["USER_ID_FOR_SRP"] = name,
        });
    }
}
