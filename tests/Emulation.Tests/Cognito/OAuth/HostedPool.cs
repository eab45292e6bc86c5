using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary>A user pool with a domain, and the requests that applications make of it.</summary>
internal sealed class HostedPool(RunningLocalAws aws, string id, string domain)
{
    public const string Callback = "https://app.example.com/callback";
    public const string Password = "Correct-horse-1";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Id => id;

    public string Domain => domain;

    public UserPoolClient Client { get; set; } = null!;

    public Uri BaseUrl => new($"http://{domain}.auth.localhost:{aws.Endpoint.Port}");

    public Task<JsonObject> CallAsync(string operation, JsonObject members)
    {
        members["UserPoolId"] = id;
        return aws.CallAsync(operation, members);
    }

    public async Task<UserPoolClient> NewClientAsync(Action<JsonObject>? change = null)
    {
        var properties = new JsonObject
        {
            ["ClientName"] = "web",
            ["AllowedOAuthFlowsUserPoolClient"] = true,
            ["AllowedOAuthFlows"] = new JsonArray("code"),
            ["AllowedOAuthScopes"] = new JsonArray("openid", "email"),
            ["CallbackURLs"] = new JsonArray(Callback, "https://app.example.com/other"),
            ["LogoutURLs"] = new JsonArray("https://app.example.com/bye"),
            ["PreventUserExistenceErrors"] = "ENABLED",
        };
        change?.Invoke(properties);
        var made = await CallAsync("CreateUserPoolClient", properties);
        return aws.Cognito.Stores.Pools.Client((string)made["UserPoolClient"]!["ClientId"]!)!;
    }

    /// <summary>A confirmed user with a verified address.</summary>
    public async Task<string> NewUserAsync(string name = "ada")
    {
        await CallAsync("AdminCreateUser", new JsonObject
        {
            ["Username"] = name,
            ["MessageAction"] = "SUPPRESS",
            ["UserAttributes"] = new JsonArray(Attribute("email", $"{name}@example.com"), Attribute("email_verified", "true")),
        });
        await CallAsync("AdminSetUserPassword", new JsonObject { ["Username"] = name, ["Password"] = Password, ["Permanent"] = true });
        return name;
    }

    /// <summary>The query of a request for a code; null takes a parameter away.</summary>
    public string Query(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = Client.Id,
            ["redirect_uri"] = Callback,
            ["response_type"] = "code",
            ["scope"] = "openid email",
            ["state"] = "s 1&2",
            ["nonce"] = "n-1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return string.Join('&', parameters.Where(static p => p.Value is not null).Select(static p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    public Browser NewBrowser() => new(BaseUrl);

    /// <summary>A code of a user who signs in.</summary>
    public async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        await NewUserAsync();
        using var browser = NewBrowser();
        var answer = await browser.SignInAsync(Query(changes), "ada", Password);
        return answer.Parameter("code");
    }

    /// <summary>What an application sends for a code.</summary>
    public Dictionary<string, string> Exchange(string code, string? verifier = Verifier)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = Client.Id, ["redirect_uri"] = Callback, ["code"] = code };
        if (verifier is not null)
        {
            form["code_verifier"] = verifier;
        }

        return form;
    }

    public async Task<Reply> PostAsync(string path, Dictionary<string, string> form, string? authorization = null)
    {
        using var browser = NewBrowser();
        return await browser.SendAsync(HttpMethod.Post, path, form, authorization is null ? [] : [("Authorization", authorization)]);
    }

    public static JsonObject Attribute(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
