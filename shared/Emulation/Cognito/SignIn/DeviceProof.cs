using System.Collections.Immutable;
using System.Security.Cryptography;
using Emulation.Cognito.Devices;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>The answer to <c>DEVICE_PASSWORD_VERIFIER</c>: whoever gives it has shown to be the device that its user confirmed.</summary>
internal sealed class DeviceProof(SignInSessions sessions, UserDirectory users, DeviceKeys keys, DeviceSecrets secrets, PasswordTries tries, TimeProvider time) : IChallenge
{
    /// <inheritdoc/>
    public ImmutableArray<string> Names => [DeviceChallenge.Verifier];

    /// <inheritdoc/>
    public Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var name = call.Required("USERNAME");
        call.Client.CheckSecretHash(name, call["SECRET_HASH"]);
        var block = BytesOf(call.Required("PASSWORD_CLAIM_SECRET_BLOCK"));
        if (sessions.OpenBlock(block, challenge, call.Client.Id) is not { } state || state.PoolId != call.Pool.Id
            || users.Find(call.Pool, state.Username) is not { } user || users.Find(call.Pool, name)?.Sub != user.Sub)
        {
            throw Refusal.WrongPassword;
        }

        var key = tries.Begin(call, $"{user.Sub}/{state.DeviceKey}");
        var timestamp = call.Required("TIMESTAMP");
        var device = DeviceChallenge.Of(state, user, call.Required("DEVICE_KEY"));
        if (device is null || !SrpProof.IsPresent(timestamp, time) || !IsProof(call, state, device, block, timestamp) || !sessions.TryUse(state))
        {
            throw Refusal.WrongPassword;
        }

        tries.Succeed(user, key);
        var present = users.Note(call.Pool, user, one => one with
        {
            Devices = one.Devices.Replace(
                one.Devices.FirstOrDefault(known => known == device) ?? throw DeviceOperations.NoDevice, device with { SignedInAt = time.GetUtcNow() }),
        });
        return Task.FromResult<StepResult>(
            new Passed(state with { User = present, IsDeviceProven = true, TokenSource = "TokenGeneration_AuthenticateDevice" }, SignInStage.Done));
    }

    private bool IsProof(SignInCall call, SignInState state, UserDevice device, byte[] block, string timestamp) =>
        secrets.VerifierOf(device) is { } verifier && Srp.TryParseHex(state.SrpSecret!, out var secret) && Srp.TryParseHex(state.SrpClientValue!, out var clientValue)
        && Srp.SessionKey(clientValue, Srp.PublicValue(verifier, secret), secret, verifier) is { } shared
        && CryptographicOperations.FixedTimeEquals(
            Srp.Proof(shared, keys.GroupOf(call.Pool, device.Key), device.Key, block, timestamp), BytesOf(call.Required("PASSWORD_CLAIM_SIGNATURE")));

    /// <summary>Empty for what is not base64: no proof is.</summary>
    private static byte[] BytesOf(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : [];
    }
}
