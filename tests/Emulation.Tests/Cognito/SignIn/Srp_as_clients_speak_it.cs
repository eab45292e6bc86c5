using System.Numerics;
using System.Text.Json;
using CsCheck;
using Emulation.Cognito.SignIn;

namespace Emulation.Tests.Cognito.SignIn;

/// <summary>The numbers of the protocol: those of amazon-cognito-identity-js for a fixed case, and for any password those of a client written apart.</summary>
public class Srp_as_clients_speak_it
{
    private static readonly JsonElement Vector = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cognito", "srp-vector.json"))).RootElement;

    [Fact]
    public void Has_the_key_and_the_signature_of_the_javascript_client()
    {
        var verifier = Srp.Verifier(Text("pool"), Text("user"), Text("password"), Convert.FromHexString(Text("salt")));
        Assert.True(Srp.TryParseHex(Text("b"), out var secret));
        Assert.True(Srp.TryParseHex(Text("A"), out var clientValue));
        var serverValue = Srp.PublicValue(verifier, secret);
        Assert.Equal(Text("B").TrimStart('0'), Srp.Hex(serverValue).TrimStart('0'));
        var key = Srp.SessionKey(clientValue, serverValue, secret, verifier);
        Assert.Equal(Text("key"), Convert.ToHexStringLower(key!));
        Assert.Equal(Text("signature"), Convert.ToBase64String(Srp.Proof(key!, Text("pool"), Text("user"), Convert.FromBase64String(Text("secretBlock")), Text("timestamp"))));
    }

    [Fact]
    public void Agrees_with_a_client_on_a_key_for_the_same_password_only() => Gen.Select(Gen.String[1, 40], Gen.String[1, 40], Gen.Byte.Array[64], Gen.Byte.Array[16]).Sample(
        static (password, other, bytes, salt) =>
        {
            salt[0] = 0x41;
            var secret = new BigInteger(bytes, isUnsigned: true) + 1;
            var verifier = Srp.Verifier("pool", "user", password, salt);
            var client = new SrpClient();
            var serverValue = Srp.PublicValue(verifier, secret);
            var key = Srp.SessionKey(client.PublicValue, serverValue, secret, verifier)!;
            byte[] Of(string p) => client.Key("pool", "user", p, Convert.ToHexStringLower(salt), Srp.Hex(serverValue));
            return key.SequenceEqual(Of(password)) && key.SequenceEqual(Of(other)) == (password == other);
        },
        iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Makes_no_key_of_a_multiple_of_the_prime(int multiple)
    {
        Assert.Null(Srp.SessionKey(SrpClient.N * multiple, 5, 7, 11));
        Assert.NotNull(Srp.SessionKey((SrpClient.N * multiple) + 1, 5, 7, 11));
    }

    private static string Text(string name) => Vector.GetProperty(name).GetString()!;
}
