using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Passkeys;

/// <summary>
/// What a browser says of a passkey, as its own <c>toJSON()</c> writes it. Web Authentication, "RegistrationResponseJSON", "AuthenticationResponseJSON".
/// </summary>
internal sealed class PasskeyCredential
{
    private readonly JsonObject response;

    private PasskeyCredential(byte[] id, JsonObject credential, JsonObject response, byte[] clientData)
    {
        (Id, this.response, ClientData) = (id, response, clientData);
        Attachment = Text(credential, "authenticatorAttachment") is "platform" or "cross-platform" ? Text(credential, "authenticatorAttachment") : null;
        var said = (JsonObject)JsonNode.Parse(clientData)!;
        Type = Text(said, "type") ?? "";
        Challenge = Text(said, "challenge") ?? "";
        Origin = Text(said, "origin") ?? "";
    }

    public byte[] Id { get; }

    public string IdText => Base64Url.EncodeToString(Id);

    public string? Attachment { get; }

    /// <summary>What the browser has its authenticator sign, byte for byte.</summary>
    public byte[] ClientData { get; }

    /// <summary><c>webauthn.create</c> or <c>webauthn.get</c>.</summary>
    public string Type { get; }

    /// <summary>The challenge that it answers, base64url.</summary>
    public string Challenge { get; }

    /// <summary>Where the page is from.</summary>
    public string Origin { get; }

    /// <summary>Null when they are not there: of a registration they have to be.</summary>
    public ImmutableArray<string>? Transports => response["transports"] is JsonArray list && list.All(static one => one?.GetValueKind() == JsonValueKind.String)
        ? [.. list.Select(static one => (string)one!)]
        : null;

    /// <summary>A member of the response that is bytes; null when it is not there or not base64url.</summary>
    public byte[]? Bytes(string member) => Bytes(response, member);

    public bool Has(string member) => response[member] is not null;

    /// <summary>Null for what is no credential.</summary>
    public static PasskeyCredential? Read(JsonNode? node)
    {
        try
        {
            return node is JsonObject credential && Text(credential, "type") == "public-key" && Bytes(credential, "id") is { Length: > 0 and <= 1023 } id
                && (credential["rawId"] is null || Text(credential, "rawId") == Text(credential, "id"))
                && credential["response"] is JsonObject response && Bytes(response, "clientDataJSON") is { } clientData && JsonNode.Parse(clientData) is JsonObject
                ? new(id, credential, response, clientData)
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The same from text; null too for what is no JSON.</summary>
    public static PasskeyCredential? Read(string json)
    {
        try
        {
            return Read(JsonNode.Parse(json));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject json, string member) => (json[member] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    private static byte[]? Bytes(JsonObject json, string member) =>
        Text(json, member) is { } text && TokenText.IsExact(text) && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
