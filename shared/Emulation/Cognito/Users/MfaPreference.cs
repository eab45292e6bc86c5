using System.Collections.Immutable;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Users;

/// <summary>Which second factors a user has, and which comes first. Amazon Cognito API Reference, SetUserMFAPreference.</summary>
internal static class MfaPreference
{
    private static readonly (string Member, string Factor)[] Factors =
    [
        ("SoftwareTokenMfaSettings", "SOFTWARE_TOKEN_MFA"), ("SMSMfaSettings", "SMS_MFA"), ("EmailMfaSettings", "EMAIL_OTP"),
    ];

    public static CognitoUser Apply(UserPool pool, CognitoUser user, Fields request)
    {
        var enabled = user.Mfa.Enabled.ToImmutableSortedSet(StringComparer.Ordinal);
        var preferred = user.Mfa.Preferred;
        foreach (var (member, factor) in Factors)
        {
            if (request.Inner(member) is not { } settings)
            {
                continue;
            }

            if (settings.Flag("Enabled") ?? false)
            {
                CheckPossible(pool, user, factor);
                enabled = enabled.Add(factor);
            }
            else
            {
                enabled = enabled.Remove(factor);
            }

            preferred = settings.Flag("PreferredMfa") == true ? factor : preferred == factor && !enabled.Contains(factor) ? null : preferred;
        }

        // "The user must also have at least one other MFA method activated, to prevent account lockout."
        var passkeyCounts = request.Inner("WebAuthnMfaSettings")?.Flag("Enabled") ?? user.Mfa.PasskeyCounts;
        if (passkeyCounts && !user.Mfa.PasskeyCounts && (!pool.Passkeys.IsSecondFactorToo || user.Passkeys.IsEmpty || enabled.IsEmpty))
        {
            throw Refusal.Invalid(
                !pool.Passkeys.IsSecondFactorToo ? "User pool does not have passkeys enabled as a second factor."
                : user.Passkeys.IsEmpty ? "User does not have a passkey."
                : "User does not have another MFA method enabled.");
        }

        if (preferred is not null && !enabled.Contains(preferred))
        {
            throw Refusal.Invalid("User does not have the preferred MFA method enabled.");
        }

        return user with { Mfa = user.Mfa with { Enabled = [.. enabled], Preferred = preferred, PasskeyCounts = passkeyCounts } };
    }

    private static void CheckPossible(UserPool pool, CognitoUser user, string factor)
    {
        if (!pool.EnabledMfas.Contains(factor))
        {
            throw Refusal.Invalid($"User pool does not have {factor} enabled.");
        }

        if (factor switch { "SMS_MFA" => user.Attribute("phone_number") is null, "EMAIL_OTP" => user.Attribute("email") is null, _ => !user.Mfa.TotpVerified })
        {
            throw Refusal.Invalid(factor == "SOFTWARE_TOKEN_MFA"
                ? "User has not verified software token mfa"
                : "User has not verified the attribute that the code would be sent to.");
        }
    }
}
