using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.StandIns;

/// <summary>A pool whose client signs in through one provider that has a stand-in, and a browser's way there and back.</summary>
internal sealed class StandInPool(RunningLocalAws aws, HostedPool hosted, string provider) : IDisposable
{
    private static readonly Lazy<string> AppleKey = new(static () =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    });

    public HostedPool Hosted => hosted;

    /// <summary>The browser at the pool.</summary>
    public Browser Browser { get; } = hosted.NewBrowser();

    /// <summary>The same browser at the stand-in, whose pages are at another host.</summary>
    public Browser There { get; } = new(aws.Endpoint);

    /// <summary>Where the stand-in answers.</summary>
    public string Place => $"/_localaws/stand-ins/{hosted.Id}/{provider}";

    /// <summary>A pool of its own with one of the companies.</summary>
    public static async Task<StandInPool> OfCompanyAsync(RunningLocalAws aws, string type, JsonObject? mapping = null, Action<JsonObject>? details = null)
    {
        var hosted = await aws.PoolAsync();
        var told = new JsonObject { ["client_id"] = "shop", ["client_secret"] = "s3cret", ["authorize_scopes"] = type == "Facebook" ? "public_profile,email" : "openid email profile name" };
        if (type == "SignInWithApple")
        {
            told = new() { ["client_id"] = "com.example.shop", ["team_id"] = "TEAM123456", ["key_id"] = "KEY1234567", ["private_key"] = AppleKey.Value, ["authorize_scopes"] = "email name" };
        }

        details?.Invoke(told);
        await hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = type, ["ProviderType"] = type, ["ProviderDetails"] = told, ["AttributeMapping"] = mapping ?? new JsonObject { ["email"] = "email", ["name"] = "name" },
        });
        return await WithClientAsync(aws, hosted, type);
    }

    /// <summary>A pool of its own with a SAML provider whose metadata nobody can fetch.</summary>
    public static async Task<StandInPool> OfSamlAsync(RunningLocalAws aws, Action<JsonObject>? details = null, JsonObject? mapping = null)
    {
        var hosted = await aws.PoolAsync();
        var told = new JsonObject { ["MetadataURL"] = "https://idp.example.com/metadata.xml" };
        details?.Invoke(told);
        await hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = "Company", ["ProviderType"] = "SAML", ["ProviderDetails"] = told, ["AttributeMapping"] = mapping ?? new JsonObject { ["email"] = "email", ["name"] = "name" },
        });
        return await WithClientAsync(aws, hosted, "Company");
    }

    /// <summary>The template's pool with one of its providers.</summary>
    public static Task<StandInPool> DeclaredAsync(LocalAwsWithStandIns aws, string provider) => WithClientAsync(aws, new HostedPool(aws, aws.DeclaredPool, "declared"), provider);

    public void Dispose()
    {
        Browser.Dispose();
        There.Dispose();
    }

    /// <summary>Sends the browser to the provider, also where it is signed in already.</summary>
    public Task<Reply> LeaveAsync() => Browser.GetAsync($"/oauth2/authorize?{hosted.Query(("identity_provider", provider), ("scope", "openid email profile"), ("prompt", "login"))}");

    /// <summary>The stand-in's page.</summary>
    public async Task<Reply> PageAsync() => await There.GetAsync((await LeaveAsync()).Location);

    /// <summary>What the browser gets in the end: where the pool sends it after somebody chose.</summary>
    public async Task<Reply> ChooseAsync(params (string Name, string Value)[] chosen) => await ReturnAsync(await There.SubmitAsync(await PageAsync(), chosen));

    /// <summary>Brings the browser back to the pool, by address or by the form that sends itself.</summary>
    public async Task<Reply> ReturnAsync(Reply answer)
    {
        if (answer.Headers.ContainsKey("Location"))
        {
            return await Browser.GetAsync(answer.Location);
        }

        return await Browser.GetAsync((await Browser.SubmitAsync(answer)).Location);
    }

    /// <summary>The claims of the ID token that a sign-in ends with.</summary>
    public async Task<JsonObject> IdTokenAsync(Reply back)
    {
        var tokens = (await hosted.PostAsync("/oauth2/token", hosted.Exchange(back.Parameter("code")))).Json;
        return (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)tokens["id_token"]!).Split('.')[1]))!;
    }

    private static async Task<StandInPool> WithClientAsync(RunningLocalAws aws, HostedPool hosted, string provider)
    {
        hosted.Client = await hosted.NewClientAsync(client =>
        {
            client["SupportedIdentityProviders"] = new JsonArray("COGNITO", provider);
            client["AllowedOAuthScopes"] = new JsonArray("openid", "email", "profile");
        });
        return new StandInPool(aws, hosted, provider);
    }
}
