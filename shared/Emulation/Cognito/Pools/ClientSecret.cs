using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.State;

namespace Emulation.Cognito.Pools;

/// <summary>A secret of an app client: it may have two while one replaces the other.</summary>
/// <param name="Id">The client's id and the second in which the secret was made.</param>
/// <param name="Value">24 to 64 letters, digits, <c>_</c> and <c>+</c>.</param>
/// <param name="CreatedAt">In seconds since 1970.</param>
internal sealed record ClientSecret(string Id, string Value, decimal CreatedAt)
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static ClientSecret New(IdSource ids, string clientId, string? value, DateTimeOffset now) =>
        new($"{clientId}--{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", value ?? ids.Text(Letters, 52), WireJson.Time(now).GetValue<decimal>());

    /// <summary>The secrets of a client's document; a document of before there could be two has one without an id.</summary>
    public static ImmutableArray<ClientSecret> Of(Fields client, string clientId) => client.Has("ClientSecrets")
        ? [.. client.Items("ClientSecrets").Select(static secret =>
            new ClientSecret(secret.Required("ClientSecretId"), secret.Required("ClientSecretValue"), secret.Json["ClientSecretCreateDate"]!.GetValue<decimal>()))]
        : client.Text("ClientSecret") is { } only ? [new($"{clientId}--0", only, client.Json["CreationDate"]!.GetValue<decimal>())] : [];

    public JsonObject ToJson(bool withValue)
    {
        var json = new JsonObject { ["ClientSecretId"] = Id, ["ClientSecretCreateDate"] = CreatedAt };
        if (withValue)
        {
            json["ClientSecretValue"] = Value;
        }

        return json;
    }
}
