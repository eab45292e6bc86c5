using Emulation.Cognito.Storage;
using Emulation.State;
using OtpNet;

namespace Emulation.Cognito.SignIn;

/// <summary>The shared secrets of authenticator apps (RFC 6238: six digits, 30 seconds, SHA-1), kept sealed.</summary>
internal sealed class TotpSecrets(Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "totp secret";

    /// <summary>One step back and one ahead, for clocks that differ.</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret: sealed for the store, and as the user types it into an app.</summary>
    public (string Sealed, string ForUser) Draw()
    {
        var secret = ids.Bytes(32);
        return (Convert.ToBase64String(seal.Close(Purpose, secret)), Base32Encoding.ToString(secret).TrimEnd('='));
    }

    /// <summary>The time step of a code, or null when it is none of the last, present or next.</summary>
    public long? StepOf(string sealedSecret, string code)
    {
        var secret = seal.Open(Purpose, Convert.FromBase64String(sealedSecret));
        return secret is not null && code.Length == 6 && new Totp(secret).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, Window) ? step : null;
    }
}
