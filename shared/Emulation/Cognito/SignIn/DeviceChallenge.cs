using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Devices;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>DEVICE_SRP_AUTH</c>, whose answer is the public value of a device, and <c>DEVICE_PASSWORD_VERIFIER</c>, which <see cref="DeviceProof"/> takes the answer to. As with a
/// password, what has to be remembered between is sealed into the secret block.
/// </summary>
internal sealed class DeviceChallenge(Challenges challenges, SignInSessions sessions, DeviceSecrets secrets, IdSource ids) : IChallenge
{
    public const string Verifier = "DEVICE_PASSWORD_VERIFIER";
    private const string Name = "DEVICE_SRP_AUTH";

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [Name];

    public SignInOutcome Ask(SignInCall call, SignInState state) => challenges.Ask(call, state, Name, []);

    /// <inheritdoc/>
    public Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var (state, user) = challenges.OpenOfUser(call, challenge);
        var device = Of(state, user, call.Required("DEVICE_KEY")) ?? throw DeviceOperations.NoDevice;
        if (!Srp.TryParseHex(call.Required("SRP_A"), out var clientValue) || Srp.GivesKeyAway(clientValue))
        {
            throw Refusal.Invalid("SRP_A is not a public value of this group.");
        }

        var verifier = secrets.VerifierOf(device) ?? throw DeviceOperations.NoDevice;
        challenges.Use(state);
        var secret = Srp.Number(ids.Bytes(64));
        var block = sessions.CloseBlock(
            state with { Challenge = Verifier, SrpClientValue = Srp.Hex(clientValue), SrpSecret = Srp.Hex(secret) }, call.Client.SessionLifetime);
        return Task.FromResult<StepResult>(SignInOutcome.Ask(Verifier, null, new JsonObject
        {
            ["DEVICE_KEY"] = device.Key,
            ["SALT"] = Srp.Hex(Srp.Number(Convert.FromBase64String(device.Salt))),
            ["SECRET_BLOCK"] = Convert.ToBase64String(block),
            ["SRP_B"] = Srp.Hex(Srp.PublicValue(verifier, secret)),
            ["USERNAME"] = user.Username,
        }));
    }

    /// <summary>The remembered device that a sign-in goes on with: the one that it was asked about, as it is now.</summary>
    public static UserDevice? Of(SignInState state, CognitoUser user, string key) =>
        key == state.DeviceKey ? user.Devices.FirstOrDefault(device => device.Key == key && device.IsRemembered) : null;
}
