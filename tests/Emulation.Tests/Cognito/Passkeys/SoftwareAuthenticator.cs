using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Passkeys;

/// <summary>
/// A passkey and the browser around it, written apart from the server's side: ES256, no attestation. It does what it is told, also what no browser would. Web Authentication,
/// "Authenticator data", "Generating an attestation object".
/// </summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; set; } = RandomNumberGenerator.GetBytes(16);

    public string IdText => Base64Url.EncodeToString(Id);

    /// <summary>Where the page is that asks.</summary>
    public string Origin { get; set; } = "http://localhost:3000";

    /// <summary>The domain that it signs for; null for the one that is asked for.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>Whether it asks for a finger or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>How often it has signed; one that stays at 0 does not count.</summary>
    public uint Counter { get; set; }

    /// <summary>Whose it says it is.</summary>
    public byte[] UserHandle { get; set; } = [];

    /// <summary>What a browser answers to <c>navigator.credentials.create</c>.</summary>
    public JsonObject Create(JsonNode options)
    {
        UserHandle = Base64Url.DecodeFromChars((string)options["user"]!["id"]!);
        var writer = new CborWriter();
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. Data(RelyingParty ?? (string)options["rp"]!["id"]!, HasKey), .. new byte[16], 0, (byte)Id.Length, .. Id, .. Key()]);
        writer.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(ClientData("webauthn.create", (string)options["challenge"]!)),
            ["attestationObject"] = Text(writer.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What a browser answers to <c>navigator.credentials.get</c>.</summary>
    public JsonObject Get(JsonNode options)
    {
        var data = Data(RelyingParty ?? (string)options["rpId"]!, 0);
        var clientData = ClientData("webauthn.get", (string)options["challenge"]!);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(clientData),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Text(UserHandle),
        });
    }

    public void Dispose() => key.Dispose();

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = IdText,
        ["rawId"] = IdText,
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] ClientData(string type, string challenge) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = Origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] Data(string relyingParty, byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)), (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)), .. counter];
    }

    private byte[] Key()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(3);
        writer.WriteInt32(-7);
        writer.WriteInt32(-1);
        writer.WriteInt32(1);
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
