using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.Tests.StandIns;

/// <summary>The stand-in of a SAML provider: the pool's request is read, its answer is signed, and everything else is refused.</summary>
public sealed class Signing_in_by_SAML_at_a_stand_in(LocalAwsWithStandIns aws) : IClassFixture<LocalAwsWithStandIns>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Ends_in_the_tokens_of_a_user_of_the_company(bool isSigned, bool isEncrypted)
    {
        using var pool = await StandInPool.OfSamlAsync(aws, details =>
        {
            details["EncryptedResponses"] = isEncrypted ? "true" : "false";
            if (isSigned)
            {
                details["RequestSigningAlgorithm"] = "rsa-sha256";
            }
        });
        var left = await pool.LeaveAsync();
        var answer = await pool.There.SubmitAsync(await pool.There.GetAsync(left.Location), ("person", "amy"));
        var claims = await pool.IdTokenAsync(await pool.ReturnAsync(answer));

        Assert.Equal(isSigned, left.Location.Contains("&Signature=", StringComparison.Ordinal));
        Assert.Equal(("Company_amy@example.com", "amy@example.com", "Amy Ames"), ((string?)claims["cognito:username"], (string?)claims["email"], (string?)claims["name"]));
        Assert.Equal("https://idp.example.com/metadata.xml", (string?)claims["identities"]![0]!["issuer"]);
    }

    [Theory]
    [InlineData("deny", "AuthnFailed")]
    [InlineData("expired", "SAML Assertion has expired")]
    [InlineData("audience", "Audience restriction is not valid")]
    [InlineData("issuer", "Issuer does not match")]
    [InlineData("signature", "SAML Assertion signature is invalid")]
    [InlineData("unsigned", "signature is invalid")]
    [InlineData("recipient", "Recipient does not match")]
    [InlineData("other-request", "InResponseTo does not match")]
    public async Task Comes_to_the_application_as_the_error_that_was_asked_for(string fault, string words)
    {
        var pool = await aws.SharedAsync("SAML");
        var back = await pool.ChooseAsync(("person", "amy"), ("fault", fault));

        Assert.StartsWith("https://app.example.com/callback?", back.Location, StringComparison.Ordinal);
        Assert.Equal("server_error", back.Parameter("error"));
        Assert.StartsWith("Invalid SAML response received: ", back.Parameter("error_description"), StringComparison.Ordinal);
        Assert.Contains(words, back.Parameter("error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_several_values_and_what_the_mapping_asks_for()
    {
        using var pool = await StandInPool.OfSamlAsync(aws, mapping: new JsonObject { ["email"] = "http://schemas.example.com/mail", ["nickname"] = "groups" });
        await pool.ChooseAsync(("person", "dee"));
        var user = await pool.Hosted.CallAsync("AdminGetUser", new JsonObject { ["Username"] = "Company_Dee.ODell@Example.com" });
        var attributes = user["UserAttributes"]!.AsArray().ToDictionary(static one => (string)one!["Name"]!, static one => (string?)one!["Value"]);

        Assert.Equal(("Dee.ODell@Example.com", "[staff,night+shift]"), (attributes["email"], attributes["nickname"]));
    }

    [Fact]
    public async Task Signs_out_there_too()
    {
        using var pool = await StandInPool.OfSamlAsync(aws, details => details["IDPSignout"] = "true");
        await pool.ChooseAsync(("person", "amy"));
        var left = await pool.Browser.GetAsync($"/logout?client_id={pool.Hosted.Client.Id}&logout_uri={Uri.EscapeDataString("https://app.example.com/bye")}");
        var answer = await pool.There.GetAsync(left.Location);
        var back = await pool.Browser.SubmitAsync(answer);

        Assert.Contains($"{pool.Place}/slo?SAMLRequest=", left.Location, StringComparison.Ordinal);
        Assert.Equal("https://app.example.com/bye", back.Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await pool.There.GetAsync(left.Location)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await pool.There.GetAsync(Without(left.Location, "Signature"))).Status);
    }

    [Fact]
    public async Task Reads_no_request_but_the_pools_own()
    {
        using var pool = await StandInPool.OfSamlAsync(aws, details => details["RequestSigningAlgorithm"] = "rsa-sha256");
        using var other = await StandInPool.OfSamlAsync(aws, details => details["RequestSigningAlgorithm"] = "rsa-sha256");
        var location = (await pool.LeaveAsync()).Location;
        async Task RefusedAsync(string at)
        {
            var page = await pool.There.GetAsync(at);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.DoesNotContain("<form", page.Body, StringComparison.Ordinal);
        }

        await RefusedAsync(Without(location, "Signature"));
        await RefusedAsync(location.Replace("RelayState=", "RelayState=x", StringComparison.Ordinal));
        await RefusedAsync(location.Replace(pool.Place, other.Place, StringComparison.Ordinal));
        await RefusedAsync((await other.LeaveAsync()).Location.Replace(other.Place, pool.Place, StringComparison.Ordinal));
        await RefusedAsync($"{pool.Place}/sso?SAMLRequest={Uri.EscapeDataString(Bomb())}&RelayState=x");
        Assert.Equal(HttpStatusCode.OK, (await pool.There.GetAsync(location)).Status);
    }

    /// <summary>An unsigned request is held to the sign-in that the pool began.</summary>
    [Fact]
    public async Task Answers_nowhere_but_to_the_pool()
    {
        var pool = await aws.SharedAsync("SAML");
        var location = (await pool.LeaveAsync()).Location;
        var request = QueryHelpers.ParseQuery(new Uri(location).Query)["SAMLRequest"].ToString();
        using var inflated = new StreamReader(new System.IO.Compression.DeflateStream(new MemoryStream(Convert.FromBase64String(request)), System.IO.Compression.CompressionMode.Decompress));
        var changed = (await inflated.ReadToEndAsync(TestContext.Current.CancellationToken)).Replace(pool.Hosted.BaseUrl.GetLeftPart(UriPartial.Authority), "https://evil.example.com", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await pool.There.GetAsync(location.Replace(Uri.EscapeDataString(request), Uri.EscapeDataString(Deflated(changed)), StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.OK, (await pool.There.GetAsync(location)).Status);
    }

    [Fact]
    public async Task Shows_the_addresses_of_the_real_provider_to_whoever_describes_it()
    {
        var pool = await aws.SharedAsync("SAML");
        await pool.ChooseAsync(("person", "amy"));
        var described = (await pool.Hosted.CallAsync("DescribeIdentityProvider", new JsonObject { ["ProviderName"] = "Company" }))["IdentityProvider"]!["ProviderDetails"]!;

        Assert.Equal("https://idp.example.com/metadata.xml", (string?)described["MetadataURL"]);
        Assert.DoesNotContain("stand-in", described.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Without(string location, string parameter) => System.Text.RegularExpressions.Regex.Replace(location, $"&{parameter}=[^&]*", "");

    private static string Bomb() => Deflated(new string(' ', 10_000_000));

    private static string Deflated(string text)
    {
        using var bytes = new MemoryStream();
        using (var writer = new System.IO.Compression.DeflateStream(bytes, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            writer.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(bytes.ToArray());
    }
}
