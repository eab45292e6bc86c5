using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.SignIn;

namespace Emulation.Tests.Cognito.Devices;

/// <summary>Devices that stand for their users' second factor, and devices that do not.</summary>
public sealed class A_remembered_device : IDisposable
{
    private const string WrongKey = "InvalidParameterException: Invalid device key given.";
    private readonly DevicePool pool = new();

    [Fact]
    public async Task Stands_for_the_second_factor()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        pool.Pool.Restart();
        var asked = await pool.PasswordAsync("ada", device.Key);
        var srp = new SrpClient();
        var verifier = await pool.PublicValueAsync("ada", asked, device, srp);
        var result = (await pool.Pool.DoAsync("RespondToAuthChallenge", pool.Proof("ada", verifier, device, srp)))["AuthenticationResult"]!;

        Assert.Matches("^us-east-1_[0-9a-f-]{36}$", device.Key);
        Assert.Matches("^-[\\w-]{8}$", device.Group);
        Assert.Equal(("DEVICE_SRP_AUTH", "{}"), ((string?)asked["ChallengeName"], asked["ChallengeParameters"]!.ToJsonString()));
        Assert.Equal("DEVICE_PASSWORD_VERIFIER", (string?)verifier["ChallengeName"]);
        Assert.Equal(["DEVICE_KEY", "SALT", "SECRET_BLOCK", "SRP_B", "USERNAME"], verifier["ChallengeParameters"]!.AsObject().Select(static p => p.Key));
        Assert.Null(result["NewDeviceMetadata"]);
        Assert.Equal(device.Key, (string?)TestTokens.Claims((string)result["AccessToken"]!)["device_key"]);
        Assert.Null(TestTokens.Claims((string)result["IdToken"]!)["device_key"]);
        Assert.Equal("EMAIL_OTP", (string?)(await pool.PasswordAsync("ada"))["ChallengeName"]);
    }

    [Fact]
    public async Task Is_asked_after_a_proof_by_SRP_too()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        var srp = new SrpClient();
        var challenge = await pool.Pool.DoAsync("InitiateAuth", $$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"ada","SRP_A":"{{srp.A}}","DEVICE_KEY":"{{device.Key}}"} }""");
        var asked = await pool.Pool.DoAsync("RespondToAuthChallenge", srp.Answer(pool.Pool.PoolId, challenge, TestPool.Password, pool.Pool.Time.GetUtcNow()).ToJsonString());
        Assert.Equal("DEVICE_SRP_AUTH", (string?)asked["ChallengeName"]);
    }

    [Fact]
    public async Task Is_asked_after_the_second_factor_where_it_does_not_stand_for_it()
    {
        using var both = new DevicePool("""{"DeviceOnlyRememberedOnUserPrompt":false}""");
        await both.AddUserAsync("ada");
        var device = await both.ConfirmedAsync("ada");
        var asked = await both.PasswordAsync("ada", device.Key);
        Assert.Equal("EMAIL_OTP", (string?)asked["ChallengeName"]);
        asked = await both.WithCodeAsync("ada", asked, device.Key);
        Assert.Equal("DEVICE_SRP_AUTH", (string?)asked["ChallengeName"]);
        var srp = new SrpClient();
        Assert.Equal("answered", await both.Pool.RefusalAsync("RespondToAuthChallenge", both.Proof("ada", await both.PublicValueAsync("ada", asked, device, srp), device, srp)));
    }

    [Fact]
    public async Task Is_told_to_the_functions_of_the_pool()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        await pool.Pool.DoAsync("UpdateUserPool", $$"""
            {"MfaConfiguration":"OPTIONAL","DeviceConfiguration":{"ChallengeRequiredOnNewDevice":true},
             "LambdaConfig":{"PostAuthentication":"{{TestPool.FunctionArn}}Triggered","PreTokenGeneration":"{{TestPool.FunctionArn}}Triggered"} }
            """);
        await pool.SignInAsync("ada", device);
        await pool.NewAsync("ada");
        Assert.Equal(
            ["PostAuthentication_Authentication", "TokenGeneration_AuthenticateDevice", "PostAuthentication_Authentication", "TokenGeneration_Authentication"],
            pool.Pool.Events.Select(static e => (string?)e["triggerSource"]));
        Assert.Equal([false, true], pool.Pool.Events.Where(static e => e["request"]!["newDeviceUsed"] is not null).Select(static e => (bool)e["request"]!["newDeviceUsed"]!));
    }

    [Fact]
    public async Task Is_the_one_that_the_access_token_was_issued_to()
    {
        await pool.AddUserAsync("ada");
        await pool.AddUserAsync("bob");
        var ada = await pool.NewAsync("ada");
        var bob = await pool.NewAsync("bob");
        Assert.Equal(WrongKey, await pool.Pool.RefusalAsync("ConfirmDevice", DevicePool.Confirmation(bob with { AccessToken = ada.AccessToken })));
        Assert.Equal("answered", await pool.Pool.RefusalAsync("ConfirmDevice", DevicePool.Confirmation(ada)));
        Assert.Equal("DeviceKeyExistsException: The device key exists already.", await pool.Pool.RefusalAsync("ConfirmDevice", DevicePool.Confirmation(ada)));
    }

    [Fact]
    public async Task Shows_a_verifier_that_proves_something()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.NewAsync("ada");
        foreach (var verifier in (string[])["AA==", "AQ==", Convert.ToBase64String(SrpClient.N.ToByteArray(isUnsigned: true, isBigEndian: true)), "%%%"])
        {
            var confirmation = (JsonObject)JsonNode.Parse(DevicePool.Confirmation(device))!;
            confirmation["DeviceSecretVerifierConfig"]!["PasswordVerifier"] = verifier;
            Assert.StartsWith("InvalidParameterException", await pool.Pool.RefusalAsync("ConfirmDevice", confirmation.ToJsonString()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task That_is_not_confirmed_is_no_device()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.NewAsync("ada");
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", device.Key)));
    }

    [Fact]
    public async Task Of_another_user_or_pool_is_no_device()
    {
        using var elsewhere = new DevicePool();
        await elsewhere.AddUserAsync("ada");
        await pool.AddUserAsync("ada");
        await pool.AddUserAsync("bob");
        var bob = await pool.ConfirmedAsync("bob");
        var other = await elsewhere.ConfirmedAsync("ada");
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", bob.Key)));
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", other.Key)));

        // Nor in the middle of a sign-in that was begun with one's own.
        var own = await pool.ConfirmedAsync("ada");
        var srp = new SrpClient();
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("RespondToAuthChallenge", DevicePool.PublicValue("ada", await pool.PasswordAsync("ada", own.Key), bob.Key, srp.A)));
        var verifier = await pool.PublicValueAsync("ada", await pool.PasswordAsync("ada", own.Key), own, srp);
        Assert.Equal(DevicePool.Refused, await pool.Pool.RefusalAsync("RespondToAuthChallenge", pool.Proof("ada", verifier, bob, srp)));
        Assert.Equal(DevicePool.Refused, await pool.Pool.RefusalAsync("RespondToAuthChallenge", pool.Proof("bob", verifier, own, srp)));
        Assert.Equal("answered", await pool.Pool.RefusalAsync("RespondToAuthChallenge", pool.Proof("ada", verifier, own, srp)));
    }

    [Fact]
    public async Task Is_told_apart_after_the_password_alone()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        foreach (var key in (string[])[device.Key, "us-east-1_00000000-0000-0000-0000-000000000000"])
        {
            Assert.Equal(DevicePool.Refused, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", key).Replace(TestPool.Password, "Wrong-1!", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Proves_itself_by_its_secret_once()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        var srp = new SrpClient();
        var asked = await pool.PasswordAsync("ada", device.Key);
        var verifier = await pool.PublicValueAsync("ada", asked, device, srp);
        var proof = pool.Proof("ada", verifier, device, srp);
        Assert.Equal(DevicePool.Refused, await pool.Pool.RefusalAsync("RespondToAuthChallenge", pool.Proof("ada", verifier, device with { Secret = "another" }, srp)));
        Assert.Equal("answered", await pool.Pool.RefusalAsync("RespondToAuthChallenge", proof));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await pool.Pool.RefusalAsync("RespondToAuthChallenge", proof), StringComparison.Ordinal);
        Assert.StartsWith("NotAuthorizedException: Invalid session", await pool.Pool.RefusalAsync("RespondToAuthChallenge", DevicePool.PublicValue("ada", asked, device.Key, srp.A)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("N")]
    public async Task Cannot_be_proven_by_a_multiple_of_the_prime(string value)
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        var a = value == "N" ? SrpClient.N.ToString("x", System.Globalization.CultureInfo.InvariantCulture) : value;
        Assert.Equal(
            "InvalidParameterException: SRP_A is not a public value of this group.",
            await pool.Pool.RefusalAsync("RespondToAuthChallenge", DevicePool.PublicValue("ada", await pool.PasswordAsync("ada", device.Key), device.Key, a)));
    }

    [Fact]
    public async Task Proves_itself_in_time()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        var srp = new SrpClient();
        var proof = pool.Proof("ada", await pool.PublicValueAsync("ada", await pool.PasswordAsync("ada", device.Key), device, srp), device, srp);
        pool.Pool.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("NotAuthorizedException", await pool.Pool.RefusalAsync("RespondToAuthChallenge", proof), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_remembered_on_request_where_the_pool_has_it_so()
    {
        using var prompting = new DevicePool("""{"ChallengeRequiredOnNewDevice":true,"DeviceOnlyRememberedOnUserPrompt":true}""");
        await prompting.AddUserAsync("ada");
        var device = await prompting.NewAsync("ada");
        Assert.True((bool)(await prompting.ConfirmAsync(device))["UserConfirmationNecessary"]!);
        var asked = await prompting.PasswordAsync("ada", device.Key);
        Assert.Equal("EMAIL_OTP", (string?)asked["ChallengeName"]);
        Assert.Null((await prompting.WithCodeAsync("ada", asked))["AuthenticationResult"]!["NewDeviceMetadata"]);
        await prompting.Pool.DoAsync("UpdateDeviceStatus", $$"""{"AccessToken":"{{device.AccessToken}}","DeviceKey":"{{device.Key}}","DeviceRememberedStatus":"remembered"}""");
        Assert.Equal("DEVICE_SRP_AUTH", (string?)(await prompting.PasswordAsync("ada", device.Key))["ChallengeName"]);

        // And no more once it is not: neither for a sign-in that is on its way.
        asked = await prompting.PasswordAsync("ada", device.Key);
        await prompting.Pool.DoAsync("AdminUpdateDeviceStatus", $$"""{"Username":"ada","DeviceKey":"{{device.Key}}","DeviceRememberedStatus":"not_remembered"}""");
        Assert.Equal(DevicePool.NoDevice, await prompting.Pool.RefusalAsync("RespondToAuthChallenge", DevicePool.PublicValue("ada", asked, device.Key, new SrpClient().A)));
        Assert.Equal("EMAIL_OTP", (string?)(await prompting.PasswordAsync("ada", device.Key))["ChallengeName"]);
    }

    [Fact]
    public async Task Is_shown_to_its_user_and_to_administrators()
    {
        await pool.AddUserAsync("ada");
        await pool.AddUserAsync("bob");
        var device = await pool.ConfirmedAsync("ada");
        var bob = await pool.NewAsync("bob");
        var own = (await pool.Pool.DoAsync("GetDevice", Own(device)))["Device"]!;
        var byAdmin = Assert.Single((await pool.Pool.DoAsync("AdminListDevices", """{"Username":"ada"}"""))["Devices"]!.AsArray())!;

        Assert.Equal(device.Key, (string?)own["DeviceKey"]);
        Assert.Equal("""[{"Name":"device_status","Value":"valid"},{"Name":"device_name","Value":"laptop"}]""", own["DeviceAttributes"]!.ToJsonString());
        Assert.Equal(["device_status", "device_name", "dev:device_remembered_status"], byAdmin["DeviceAttributes"]!.AsArray().Select(static a => (string?)a!["Name"]));
        Assert.Equal(1795435200, (decimal)own["DeviceCreateDate"]!);
        Assert.Single((await pool.Pool.DoAsync("ListDevices", Own(device)))["Devices"]!.AsArray());
        foreach (var operation in (string[])["GetDevice", "UpdateDeviceStatus", "ForgetDevice"])
        {
            Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync(operation, Own(device with { AccessToken = bob.AccessToken })));
        }
    }

    [Theory]
    [InlineData("ForgetDevice")]
    [InlineData("AdminForgetDevice")]
    public async Task Is_none_once_it_is_forgotten(string operation)
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        var srp = new SrpClient();
        var verifier = await pool.PublicValueAsync("ada", await pool.PasswordAsync("ada", device.Key), device, srp);
        await pool.Pool.DoAsync(operation, operation == "ForgetDevice" ? Own(device) : $$"""{"Username":"ada","DeviceKey":"{{device.Key}}"}""");
        Assert.Equal(DevicePool.Refused, await pool.Pool.RefusalAsync("RespondToAuthChallenge", pool.Proof("ada", verifier, device, srp)));
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", device.Key)));
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("AdminGetDevice", $$"""{"Username":"ada","DeviceKey":"{{device.Key}}"}"""));
    }

    [Fact]
    public async Task Is_gone_with_its_user()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        await pool.Pool.DoAsync("AdminDeleteUser", """{"Username":"ada"}""");
        await pool.AddUserAsync("ada");
        Assert.Equal(DevicePool.NoDevice, await pool.Pool.RefusalAsync("InitiateAuth", DevicePool.Password("ada", device.Key)));
    }

    [Fact]
    public async Task Refreshes_with_its_key_alone()
    {
        await pool.AddUserAsync("ada");
        var device = await pool.ConfirmedAsync("ada");
        const string Refused = "NotAuthorizedException: Invalid Refresh Token.";
        Assert.Equal(Refused, await pool.Pool.RefusalAsync("InitiateAuth", Refresh(device, null)));
        Assert.Equal(Refused, await pool.Pool.RefusalAsync("InitiateAuth", Refresh(device, "us-east-1_00000000-0000-0000-0000-000000000000")));
        Assert.Equal(Refused, await pool.Pool.RefusalAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{device.RefreshToken}}"}"""));
        var refreshed = TestTokens.Of(await pool.Pool.DoAsync("InitiateAuth", Refresh(device, device.Key)));
        Assert.Equal(device.Key, (string?)TestTokens.Claims(refreshed.Access)["device_key"]);
        Assert.Equal("answered", await pool.Pool.RefusalAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{device.RefreshToken}}","DeviceKey":"{{device.Key}}"}"""));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task Is_unknown_to_a_pool_that_remembers_none(string? devices)
    {
        using var none = new TestPool(devices is null ? "{}" : $$"""{"DeviceConfiguration":{{devices}}}""");
        await none.AddUserAsync("ada");
        var result = (await none.DoAsync("InitiateAuth", DevicePool.Password("ada", "us-east-1_00000000-0000-0000-0000-000000000000")))["AuthenticationResult"]!;
        Assert.Null(result["NewDeviceMetadata"]);
        Assert.Null(TestTokens.Claims((string)result["AccessToken"]!)["device_key"]);
    }

    [Fact]
    public async Task Is_set_up_in_the_pools_description()
    {
        Assert.Equal("""{"ChallengeRequiredOnNewDevice":true,"DeviceOnlyRememberedOnUserPrompt":false}""", (await pool.Pool.DoAsync("DescribeUserPool", "{}"))["UserPool"]!["DeviceConfiguration"]!.ToJsonString());
        await pool.Pool.DoAsync("UpdateUserPool", "{}");
        Assert.Null((await pool.Pool.DoAsync("DescribeUserPool", "{}"))["UserPool"]!["DeviceConfiguration"]);
    }

    public void Dispose() => pool.Dispose();

    private static string Own(KnownDevice device) => $$"""{"AccessToken":"{{device.AccessToken}}","DeviceKey":"{{device.Key}}"}""";

    private static string Refresh(KnownDevice device, string? key) => new JsonObject
    {
        ["AuthFlow"] = "REFRESH_TOKEN_AUTH",
        ["AuthParameters"] = key is null ? new JsonObject { ["REFRESH_TOKEN"] = device.RefreshToken } : new JsonObject { ["REFRESH_TOKEN"] = device.RefreshToken, ["DEVICE_KEY"] = key },
    }.ToJsonString();
}
