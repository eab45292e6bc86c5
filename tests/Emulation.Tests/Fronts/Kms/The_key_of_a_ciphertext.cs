using System.Text;
using Emulation.Calls;
using Emulation.Fronts.Kms;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>AWS KMS API Reference, Decrypt, "KeyId": a ciphertext says its key, and no other opens it.</summary>
public sealed class The_key_of_a_ciphertext : IDisposable
{
    private const string Other = "1d990263-018e-4e65-a703-eff731de951e";
    private readonly KeyCase key = new();

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task Is_remembered_of_what_was_encrypted()
    {
        await key.DoAsync("Encrypt", $$"""{"KeyId":"{{KeyCase.Id}}","Plaintext":"AA=="}""", """{"CiphertextBlob":"c2VjcmV0"}""");
        await key.DoAsync("GenerateDataKeyPair", $$"""{"KeyId":"{{KeyCase.Id}}","KeyPairSpec":"RSA_2048"}""", """{"PrivateKeyCiphertextBlob":"cHJpdmF0ZQ=="}""");
        Assert.Equal(KeyCase.Key, (await DecryptAsync("c2VjcmV0")).Resource);
        Assert.Equal(KeyCase.Key, (await DecryptAsync("cHJpdmF0ZQ==")).Resource);
    }

    [Fact]
    public async Task Is_read_where_the_ciphertext_begins_with_it() => Assert.Equal(KeyCase.Key, (await DecryptAsync(Beginning(KeyCase.Id))).Resource);

    [Fact]
    public async Task Is_said_by_the_call_where_nothing_else_tells_it()
    {
        Assert.Equal(KeyCase.Key, (await DecryptAsync("AAAA", KeyCase.Id)).Resource);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => DecryptAsync("AAAA"));
        Assert.Equal("InvalidCiphertextException", refused.Refusal.Type);
        Assert.EndsWith("Send KeyId.", refused.Refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A key that somebody may use does not open what another key has closed, whatever the server makes of it.</summary>
    [Fact]
    public async Task Is_no_other_than_the_ciphertext_says()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => DecryptAsync(Beginning(KeyCase.Id), Other));
        Assert.Equal("IncorrectKeyException", refused.Refusal.Type);
    }

    [Theory]
    [InlineData("AA=A")]
    [InlineData("A-_A")]
    [InlineData("!!!!")]
    public async Task Is_not_looked_for_in_what_is_no_base64(string blob) => await Assert.ThrowsAsync<RefusedException>(() => DecryptAsync(blob, KeyCase.Id));

    [Fact]
    public async Task Is_asked_at_both_ends_of_a_change_of_keys()
    {
        key.Put("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/other"},"Action":"kms:*","Resource":"*"}]}""");
        var members = $$"""{"CiphertextBlob":"{{Beginning(KeyCase.Id)}}","DestinationKeyId":"{{Other}}"}""";
        var plan = await key.Call.PlanAsync(new KmsService(), "ReEncrypt", members);
        Assert.Equal([("kms:ReEncryptFrom", KeyCase.Key), ("kms:ReEncryptTo", KeyCase.Key.Replace("0d99", "1d99", StringComparison.Ordinal))], plan.Asks.Select(static ask => (ask.Action, ask.Resource)));
        Assert.Equal(Verdict.ImplicitDeny, await key.DecideAsync("ReEncrypt", members, KeyCase.Everything));
    }

    private static string Beginning(string id) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}initial vector and the rest"));

    private async Task<Ask> DecryptAsync(string blob, string? id = null) =>
        (await key.Call.PlanAsync(new KmsService(), "Decrypt", $$"""{"CiphertextBlob":"{{blob}}"{{(id is null ? "" : $",\"KeyId\":\"{id}\"")}}}""")).Asks[0];
}
