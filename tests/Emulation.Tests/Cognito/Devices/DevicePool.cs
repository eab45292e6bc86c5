using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.SignIn;

namespace Emulation.Tests.Cognito.Devices;

/// <summary>What an application keeps of a device.</summary>
internal sealed record KnownDevice(string Key, string Group, string Secret, string AccessToken, string RefreshToken);

/// <summary>A pool that remembers devices, whose users have a second factor by email, and what applications do with their devices.</summary>
internal sealed class DevicePool(string devices = """{"ChallengeRequiredOnNewDevice":true,"DeviceOnlyRememberedOnUserPrompt":false}""") : IDisposable
{
    public const string Refused = "NotAuthorizedException: Incorrect username or password.";
    public const string NoDevice = "ResourceNotFoundException: Device does not exist.";

    public TestPool Pool { get; } = new($$"""{"MfaConfiguration":"OPTIONAL","EnabledMfas":["EMAIL_OTP"],"DeviceConfiguration":{{devices}}}""");

    public async Task AddUserAsync(string user, bool hasFactor = true)
    {
        await Pool.AddUserAsync(user, $$"""[{"Name":"email","Value":"{{user}}@example.com"},{"Name":"email_verified","Value":"true"}]""");
        if (hasFactor)
        {
            await Pool.DoAsync("AdminSetUserMFAPreference", $$"""{"Username":"{{user}}","EmailMfaSettings":{"Enabled":true,"PreferredMfa":true} }""");
        }
    }

    /// <summary>The password, as an application with a device's key sends it.</summary>
    public Task<JsonObject> PasswordAsync(string user, string? deviceKey = null) => Pool.DoAsync("InitiateAuth", Password(user, deviceKey));

    public static string Password(string user, string? deviceKey) => new JsonObject
    {
        ["AuthFlow"] = "USER_PASSWORD_AUTH",
        ["AuthParameters"] = deviceKey is null
            ? new JsonObject { ["USERNAME"] = user, ["PASSWORD"] = TestPool.Password }
            : new JsonObject { ["USERNAME"] = user, ["PASSWORD"] = TestPool.Password, ["DEVICE_KEY"] = deviceKey },
    }.ToJsonString();

    /// <summary>Answers the second factor where one is asked for.</summary>
    public async Task<JsonObject> WithCodeAsync(string user, JsonObject asked, string? deviceKey = null)
    {
        if ((string?)asked["ChallengeName"] != "EMAIL_OTP")
        {
            return asked;
        }

        var responses = new JsonObject { ["USERNAME"] = user, ["EMAIL_OTP_CODE"] = Pool.Code };
        if (deviceKey is not null)
        {
            responses["DEVICE_KEY"] = deviceKey;
        }

        return await Pool.DoAsync("RespondToAuthChallenge", new JsonObject { ["ChallengeName"] = "EMAIL_OTP", ["Session"] = (string?)asked["Session"], ["ChallengeResponses"] = responses }.ToJsonString());
    }

    /// <summary>Signs in on a new device.</summary>
    public async Task<KnownDevice> NewAsync(string user)
    {
        var result = (await WithCodeAsync(user, await PasswordAsync(user)))["AuthenticationResult"]!;
        var device = result["NewDeviceMetadata"]!;
        return new((string)device["DeviceKey"]!, (string)device["DeviceGroupKey"]!, Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)), (string)result["AccessToken"]!, (string)result["RefreshToken"]!);
    }

    public Task<JsonObject> ConfirmAsync(KnownDevice device) => Pool.DoAsync("ConfirmDevice", Confirmation(device));

    public static string Confirmation(KnownDevice device)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new JsonObject
        {
            ["AccessToken"] = device.AccessToken,
            ["DeviceKey"] = device.Key,
            ["DeviceName"] = "laptop",
            ["DeviceSecretVerifierConfig"] = new JsonObject
            {
                ["Salt"] = Convert.ToBase64String(salt),
                ["PasswordVerifier"] = Convert.ToBase64String(SrpClient.Verifier(device.Group, device.Key, device.Secret, salt)),
            },
        }.ToJsonString();
    }

    /// <summary>A device that the user has confirmed.</summary>
    public async Task<KnownDevice> ConfirmedAsync(string user)
    {
        var device = await NewAsync(user);
        await ConfirmAsync(device);
        return device;
    }

    /// <summary>The answer to <c>DEVICE_SRP_AUTH</c>, whose challenge is the verifier's.</summary>
    public Task<JsonObject> PublicValueAsync(string user, JsonObject asked, KnownDevice device, SrpClient srp) => Pool.DoAsync("RespondToAuthChallenge", PublicValue(user, asked, device.Key, srp.A));

    public static string PublicValue(string user, JsonObject asked, string deviceKey, string a) => new JsonObject
    {
        ["ChallengeName"] = "DEVICE_SRP_AUTH",
        ["Session"] = (string?)asked["Session"],
        ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = user, ["DEVICE_KEY"] = deviceKey, ["SRP_A"] = a },
    }.ToJsonString();

    /// <summary>The device's proof.</summary>
    public string Proof(string user, JsonObject verifier, KnownDevice device, SrpClient srp, string? deviceKey = null)
    {
        var parameters = verifier["ChallengeParameters"]!;
        var key = srp.Key(device.Group, device.Key, device.Secret, (string)parameters["SALT"]!, (string)parameters["SRP_B"]!);
        var block = (string)parameters["SECRET_BLOCK"]!;
        var timestamp = Pool.Time.GetUtcNow().UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["ChallengeName"] = "DEVICE_PASSWORD_VERIFIER",
            ["ChallengeResponses"] = new JsonObject
            {
                ["USERNAME"] = user,
                ["DEVICE_KEY"] = deviceKey ?? device.Key,
                ["PASSWORD_CLAIM_SECRET_BLOCK"] = block,
                ["PASSWORD_CLAIM_SIGNATURE"] = SrpClient.Signature(key, device.Group, device.Key, block, timestamp),
                ["TIMESTAMP"] = timestamp,
            },
        }.ToJsonString();
    }

    /// <summary>Signs in with a password and the proof of a device.</summary>
    public async Task<JsonObject> SignInAsync(string user, KnownDevice device)
    {
        var srp = new SrpClient();
        var verifier = await PublicValueAsync(user, await PasswordAsync(user, device.Key), device, srp);
        return await Pool.DoAsync("RespondToAuthChallenge", Proof(user, verifier, device, srp));
    }

    public void Dispose() => Pool.Dispose();
}
