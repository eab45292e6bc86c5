using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Devices;

/// <summary>
/// The devices of users, by their access tokens and by administrators. Amazon Cognito Developer Guide, "Working with user devices in your user pool".
/// </summary>
internal sealed class DeviceOperations(UserDirectory users, AccessTokens tokens, DeviceSecrets secrets, TimeProvider time)
{
    private const string Remembered = "remembered";
    private const int LongestKey = 55;

    /// <summary>Of a device that is nobody's, or somebody else's: clients look for these words and forget their key.</summary>
    public static CognitoException NoDevice => Refusal.NotFound("Device does not exist.");

    public IEnumerable<Operation> All =>
    [
        Operation.Open("ConfirmDevice", ConfirmAsync),
        Operation.Open("GetDevice", async call => Shown(call, await OwnAsync(call).ConfigureAwait(false), isAdmin: false)),
        Operation.Open("ListDevices", async call => Listed(call, (await OwnAsync(call).ConfigureAwait(false)).User, isAdmin: false)),
        Operation.Open("UpdateDeviceStatus", async call => Update(call, await OwnAsync(call).ConfigureAwait(false))),
        Operation.Open("ForgetDevice", async call => Forget(call, await OwnAsync(call).ConfigureAwait(false))),
        Operation.Signed("AdminGetDevice", call => Shown(call, users.Of(call), isAdmin: true)),
        Operation.Signed("AdminListDevices", call => Listed(call, users.Of(call).User, isAdmin: true)),
        Operation.Signed("AdminUpdateDeviceStatus", call => Update(call, users.Of(call))),
        Operation.Signed("AdminForgetDevice", call => Forget(call, users.Of(call))),
    ];

    /// <summary>Takes the secret of the device that the access token was issued to, and no other.</summary>
    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var key = KeyOf(call);
        var settings = holder.Pool.Devices;
        if (settings is null || !holder.Token.TryGetPayloadValue<string>("device_key", out var issued) || issued != key)
        {
            throw Refusal.Invalid("Invalid device key given.");
        }

        var name = call.Fields.Text("DeviceName", 1, 1024);
        var (salt, verifier) = secrets.Read(call.Fields);
        var now = time.GetUtcNow();
        var device = new UserDevice(key, salt, verifier, now) { Name = name, IsRemembered = !settings.OnlyOnPrompt, ModifiedAt = now, SignedInAt = now };
        users.Note(holder.Pool, holder.User, present => present.Devices.Any(known => known.Key == key)
            ? throw new CognitoException("DeviceKeyExistsException", "The device key exists already.")
            : present with { Devices = present.Devices.Add(device) });
        return new JsonObject { ["UserConfirmationNecessary"] = settings.OnlyOnPrompt };
    }

    private static JsonObject Shown(CognitoCall call, NamedUser of, bool isAdmin) => new() { ["Device"] = Described(DeviceIn(of.User, KeyOf(call)), isAdmin) };

    private static JsonObject Listed(CognitoCall call, CognitoUser user, bool isAdmin) =>
        WireJson.Page(call.Fields, "Devices", "Limit", "PaginationToken", [.. user.Devices.Select(device => (JsonNode)Described(device, isAdmin))], 60);

    private JsonObject Update(CognitoCall call, NamedUser of)
    {
        var status = call.Fields.Choice("DeviceRememberedStatus", Remembered, "not_remembered");
        var key = KeyOf(call);
        users.Note(of.Pool, of.User, present =>
        {
            var device = DeviceIn(present, key);
            var changed = status is null ? device : device with { IsRemembered = status == Remembered, ModifiedAt = time.GetUtcNow() };
            return present with { Devices = present.Devices.Replace(device, changed) };
        });
        return [];
    }

    private JsonObject Forget(CognitoCall call, NamedUser of)
    {
        var key = KeyOf(call);
        users.Note(of.Pool, of.User, present => present with { Devices = present.Devices.Remove(DeviceIn(present, key)) });
        return [];
    }

    private static UserDevice DeviceIn(CognitoUser user, string key) => user.Devices.FirstOrDefault(device => device.Key == key) ?? throw NoDevice;

    private static JsonObject Described(UserDevice device, bool isAdmin)
    {
        List<KeyValuePair<string, string>> attributes = [new("device_status", "valid")];
        if (device.Name is { } name)
        {
            attributes.Add(new("device_name", name));
        }

        if (isAdmin)
        {
            attributes.Add(new("dev:device_remembered_status", device.IsRemembered ? Remembered : "not_remembered"));
        }

        return new JsonObject
        {
            ["DeviceKey"] = device.Key,
            ["DeviceAttributes"] = WireJson.Attributes(attributes),
            ["DeviceCreateDate"] = WireJson.Time(device.CreatedAt),
            ["DeviceLastModifiedDate"] = WireJson.Time(device.ModifiedAt),
            ["DeviceLastAuthenticatedDate"] = WireJson.Time(device.SignedInAt),
        };
    }

    private static string KeyOf(CognitoCall call) => call.Fields.Required("DeviceKey", 1, LongestKey, DeviceKeys.Pattern());

    private async Task<NamedUser> OwnAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        return new NamedUser(holder.Pool, holder.User);
    }

    private Task<TokenHolder> HolderAsync(CognitoCall call) => tokens.HolderAsync(call.Fields.Required("AccessToken"));
}
