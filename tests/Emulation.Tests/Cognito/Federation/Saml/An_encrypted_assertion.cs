using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Sts;

namespace Emulation.Tests.Cognito.Federation.Saml;

/// <summary>Assertions for a provider with <c>EncryptedResponses</c>.</summary>
public sealed class An_encrypted_assertion(RunningLocalAws aws, PoolsOfAClass pools) : IClassFixture<RunningLocalAws>, IClassFixture<PoolsOfAClass>
{
    private const string Words = "Invalid SAML response received: ";
    private const string Gcm = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    private const string Oaep = EncryptedXml.XmlEncRSAOAEPUrl;
    private const string Namespace = "urn:oasis:names:tc:SAML:2.0:assertion";

    [Theory]
    [InlineData(EncryptedXml.XmlEncAES128Url, Oaep)]
    [InlineData(EncryptedXml.XmlEncAES256Url, Oaep)]
    [InlineData(Gcm, Oaep)]
    [InlineData(Gcm, "http://www.w3.org/2009/xmlenc11#rsa-oaep")]
    public async Task Is_opened(string cipher, string wrap)
    {
        using var pool = await MakeAsync();
        using var browser = pool.Hosted.NewBrowser();
        var key = await KeyAsync(pool);
        var back = await pool.SignInAsync(browser, id => Response(pool, id, Encrypted(Signed(pool, id), key, cipher, wrap)));

        Assert.StartsWith($"{HostedPool.Callback}?code=", back.Location, StringComparison.Ordinal);
        Assert.Equal("ann@example.com", await pool.AttributeAsync("staff_ann-1", "email"));
    }

    [Fact]
    public async Task Counts_where_the_response_is_signed_instead()
    {
        using var pool = await MakeAsync();
        using var browser = pool.Hosted.NewBrowser();
        var key = await KeyAsync(pool);
        var back = await pool.SignInAsync(browser, id => pool.Maker.Sign(Response(pool, id, Encrypted(pool.Assertion(id), key)), "_r1").OuterXml);

        Assert.StartsWith($"{HostedPool.Callback}?code=", back.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unencrypted", "SAML Assertion is not encrypted. ")]
    [InlineData("encrypted by anybody", "SAML Assertion signature is invalid. ")]
    [InlineData("of another key", "SAML Assertion signature is invalid. ")]
    [InlineData("beside another", "SAML Assertion is not encrypted. ")]
    [InlineData("in an extension", "SAML Assertion is not encrypted. ")]
    [InlineData("around another", "SAML response is not valid. ")]
    [InlineData("altered", "SAML response is not valid. ")]
    [InlineData("cut", "SAML response is not valid. ")]
    [InlineData("RSA of PKCS 1", "SAML response is not valid. ")]
    [InlineData("triple DES", "SAML response is not valid. ")]
    [InlineData("for another pool", "SAML response is not valid. ")]
    [InlineData("by reference", "SAML response is not valid. ")]
    [InlineData("DTD", "SAML response is not valid. ")]
    public async Task Is_refused_where_it_is_not_what_was_signed_and_encrypted(string how, string words)
    {
        var pool = pools.Encrypting;
        using var thief = new SamlMaker(SamlPool.Issuer, aws.Time.GetUtcNow(), "a thief's");
        using var other = RSA.Create(2048);
        var key = await KeyAsync(pool);
        var refusal = await pool.RefusalAsync(id => how switch
        {
            "unencrypted" => pool.Signed(id, pool.Assertion(id)),
            "encrypted by anybody" => Response(pool, id, Encrypted(pool.Assertion(id), key)),
            "of another key" => Response(pool, id, Encrypted(thief.Sign(pool.Assertion(id), "_a1").OuterXml, key)),
            "beside another" => Response(pool, id, Encrypted(Signed(pool, id), key) + pool.Assertion(id, id: "_a2", subject: "Bob-2")),
            "in an extension" => Response(pool, id, $"<samlp:Extensions>{Encrypted(Signed(pool, id), key)}</samlp:Extensions>"),
            "around another" => Response(pool, id, Encrypted(pool.Assertion(id, id: "_a2", subject: "Bob-2").Replace("</saml:Assertion>", $"{Signed(pool, id)}</saml:Assertion>", StringComparison.Ordinal), key)),
            "altered" => Response(pool, id, Altered(Encrypted(Signed(pool, id), key))),
            "cut" => Response(pool, id, Encrypted(Signed(pool, id), key, cut: true)),
            "RSA of PKCS 1" => Response(pool, id, Encrypted(Signed(pool, id), key, wrap: EncryptedXml.XmlEncRSA15Url)),
            "triple DES" => Response(pool, id, Encrypted(Signed(pool, id), key).Replace(Gcm, EncryptedXml.XmlEncTripleDESUrl, StringComparison.Ordinal)),
            "for another pool" => Response(pool, id, Encrypted(Signed(pool, id), other)),
            "by reference" => Response(pool, id, Encrypted(Signed(pool, id), key).Replace("CipherValue", "CipherReference", StringComparison.Ordinal)),
            _ => Response(pool, id, Encrypted($"""<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{Signed(pool, id)}""", key)),
        });

        Assert.Equal($"{Words}{words}", refusal);
    }

    [Fact]
    public async Task Is_for_a_key_that_stays_until_its_provider_goes()
    {
        using var pool = await MakeAsync();
        var first = await CertificateAsync(pool);
        Assert.Equal(first, await CertificateAsync(pool));
        await pool.Hosted.CallAsync("DeleteIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider });
        await pool.Hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = SamlPool.Provider, ["ProviderType"] = "SAML", ["ProviderDetails"] = new JsonObject { ["MetadataFile"] = SamlPool.MetadataOf(pool.Maker) },
        });

        Assert.NotEqual(first, await CertificateAsync(pool));
    }

    private Task<SamlPool> MakeAsync() => SamlPool.MakeAsync(aws, static details => details["EncryptedResponses"] = "true");

    private static async Task<string> CertificateAsync(SamlPool pool) =>
        (string)(await pool.Hosted.CallAsync("DescribeIdentityProvider", new JsonObject { ["ProviderName"] = SamlPool.Provider }))["IdentityProvider"]!["ProviderDetails"]!["ActiveEncryptionCertificate"]!;

    private static async Task<RSA> KeyAsync(SamlPool pool)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(await CertificateAsync(pool)));
        return certificate.GetRSAPublicKey()!;
    }

    private static string Signed(SamlPool pool, string id) => pool.Maker.Sign(pool.Assertion(id), "_a1").OuterXml;

    private static string Response(SamlPool pool, string id, string content) => pool.Response(content, id);

    /// <summary>By .NET's own XML encryption, which has no GCM: of that the bytes are made here.</summary>
    private static string Encrypted(string xml, RSA key, string cipher = Gcm, string wrap = Oaep, bool cut = false)
    {
        using var aes = Aes.Create();
        aes.KeySize = cipher.Contains("128", StringComparison.Ordinal) ? 128 : 256;
        var plain = Encoding.UTF8.GetBytes(xml);
        byte[] bytes;
        if (cipher == Gcm)
        {
            bytes = new byte[12 + plain.Length + 16];
            RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
            using var gcm = new AesGcm(aes.Key, 16);
            gcm.Encrypt(bytes.AsSpan(0, 12), plain, bytes.AsSpan(12, plain.Length), bytes.AsSpan(12 + plain.Length));
        }
        else
        {
            bytes = new EncryptedXml().EncryptData(plain, aes);
        }

        bytes = cut ? bytes[..20] : bytes;
        var data = new EncryptedData { Type = EncryptedXml.XmlEncElementUrl, EncryptionMethod = new EncryptionMethod(cipher), CipherData = new CipherData(bytes) };
        data.KeyInfo.AddClause(new KeyInfoEncryptedKey(new EncryptedKey
        {
            EncryptionMethod = new EncryptionMethod(wrap),
            CipherData = new CipherData(key.Encrypt(aes.Key, wrap == EncryptedXml.XmlEncRSA15Url ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.OaepSHA1)),
        }));
        return $"<saml:EncryptedAssertion xmlns:saml=\"{Namespace}\">{data.GetXml().OuterXml}</saml:EncryptedAssertion>";
    }

    private static string Altered(string encrypted)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(encrypted);
        var value = document.GetElementsByTagName("CipherValue", EncryptedXml.XmlEncNamespaceUrl).OfType<XmlElement>().Last();
        var bytes = Convert.FromBase64String(value.InnerText);
        bytes[40] ^= 1;
        value.InnerText = Convert.ToBase64String(bytes);
        return document.OuterXml;
    }
}
