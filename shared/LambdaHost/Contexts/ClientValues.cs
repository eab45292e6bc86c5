using System.Text.Json;

namespace LambdaHost.Contexts;

/// <summary>The members of <c>ICognitoIdentity</c>: null unless an identity of a Cognito identity pool calls.</summary>
internal class IdentityValues
{
    public JsonElement Json { protected get; set; }

    public virtual string? IdentityId => ClientJson.Text(Json, "cognitoIdentityId");

    public virtual string? IdentityPoolId => ClientJson.Text(Json, "cognitoIdentityPoolId");
}

/// <summary>The members of <c>IClientContext</c>: null unless the caller sends a client context, as AWS's mobile SDKs do.</summary>
internal class ClientContextValues
{
    public JsonElement Json { protected get; set; }

    public virtual IDictionary<string, string>? Environment => ClientJson.Texts(Json, "env");

    public virtual IDictionary<string, string>? Custom => ClientJson.Texts(Json, "custom");

    public virtual object? Client { get; set; }
}

/// <summary>The members of <c>IClientApplication</c>.</summary>
internal class ClientApplicationValues
{
    public JsonElement Json { protected get; set; }

    public virtual string? AppPackageName => ClientJson.Text(Json, "app_package_name");

    public virtual string? AppTitle => ClientJson.Text(Json, "app_title");

    public virtual string? AppVersionCode => ClientJson.Text(Json, "app_version_code");

    public virtual string? AppVersionName => ClientJson.Text(Json, "app_version_name");

    public virtual string? InstallationId => ClientJson.Text(Json, "installation_id");
}

/// <summary>Reads the JSON that the Runtime API has in its headers.</summary>
internal static class ClientJson
{
    /// <summary>An undefined element where there is none.</summary>
    public static JsonElement Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return default;
        }

        using var document = JsonDocument.Parse(header);
        return document.RootElement.Clone();
    }

    public static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static Dictionary<string, string>? Texts(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.Object } texts
        ? texts.EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.ToString(), StringComparer.Ordinal) : null;

    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;
}
