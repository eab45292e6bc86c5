using System.Numerics;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Devices;

/// <summary>What is kept of the secret that a device drew for itself: SRP's salt and verifier, the latter sealed.</summary>
internal sealed class DeviceSecrets(Seal seal)
{
    private const string Purpose = "device verifier";

    /// <summary>The salt and the sealed verifier of a ConfirmDevice request.</summary>
    /// <exception cref="CognitoException">They are missing, or nothing that a device's proof could be held against.</exception>
    public (string Salt, string Verifier) Read(Fields request)
    {
        var config = request.Inner("DeviceSecretVerifierConfig") ?? throw request.Missing("DeviceSecretVerifierConfig");
        var salt = Bytes(config, "Salt");
        var verifier = Bytes(config, "PasswordVerifier");
        return Srp.IsVerifier(Srp.Number(verifier)) && salt.Length is > 0 and <= 64
            ? (Convert.ToBase64String(salt), Convert.ToBase64String(seal.Close(Purpose, verifier)))
            : throw Refusal.Invalid("DeviceSecretVerifierConfig is no salt and verifier of SRP's group of 3072 bits.");
    }

    /// <summary>Null when it was sealed elsewhere.</summary>
    public BigInteger? VerifierOf(UserDevice device) => seal.Open(Purpose, Convert.FromBase64String(device.Verifier)) is { } verifier ? Srp.Number(verifier) : null;

    private static byte[] Bytes(Fields config, string member)
    {
        var text = config.Required(member, 1, 1024);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : throw Refusal.Invalid($"{member} is not base64.");
    }
}
