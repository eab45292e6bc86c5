using System.Collections.Frozen;
using Emulation.Calls;

namespace Emulation.Cognito.Protocol;

/// <summary>The operations of user pools that LocalAws leaves out, and what to do instead.</summary>
internal static class Unoffered
{
    private const string Type = "UnknownOperationException";

    private static readonly FrozenDictionary<string, string> Reasons = new (string Reason, string[] Operations)[]
    {
        ("it remembers no devices, so users are asked for their second factor each time.",
            [
                "ConfirmDevice", "ForgetDevice", "GetDevice", "ListDevices", "UpdateDeviceStatus", "AdminForgetDevice", "AdminGetDevice",
                "AdminListDevices", "AdminUpdateDeviceStatus",
            ]),
        ("it has no passkeys. Use a password, or a code by EMAIL_OTP or SMS_OTP.",
            ["StartWebAuthnRegistration", "CompleteWebAuthnRegistration", "ListWebAuthnCredentials", "DeleteWebAuthnCredential"]),
        ("nobody signs in through an external identity provider here. Make the user in the pool.", ["AdminLinkProviderForUser", "AdminDisableProviderForUser"]),
        ("its pages are the classic ones. Change their look with SetUICustomization.",
            ["CreateManagedLoginBranding", "DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient", "UpdateManagedLoginBranding", "DeleteManagedLoginBranding"]),
        ("its pages show no terms.", ["CreateTerms", "DescribeTerms", "UpdateTerms", "DeleteTerms", "ListTerms"]),
        ("its emails and text messages are at /_localaws/outbox, and its decisions in its own log.", ["GetLogDeliveryConfiguration", "SetLogDeliveryConfiguration"]),
        ("AWS no longer supports it. Use SetUserMFAPreference or AdminSetUserMFAPreference.", ["SetUserSettings", "AdminSetUserSettings"]),
    }.SelectMany(static group => group.Operations.Select(operation => KeyValuePair.Create(operation, group.Reason))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The refusal of an operation that is not here.</summary>
    public static ServiceRefusal Of(string service, string? operation) => new(400, Type, operation is null
        ? $"The call names no operation of {service}, or more than one: X-Amz-Target says which."
        : Reasons.TryGetValue(operation, out var reason) ? $"LocalAws does not have {operation} of {service}: {reason}"
        : $"{service} has no operation {operation} that LocalAws knows.")
    {
        Reason = Type,
    };
}
