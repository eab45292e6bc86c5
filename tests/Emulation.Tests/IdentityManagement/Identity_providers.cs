namespace Emulation.Tests.IdentityManagement;

public sealed class Identity_providers : IDisposable
{
    private const string Arn = "arn:aws:iam::111122223333:oidc-provider/issuer.example.com";

    private const string Template = """
        Resources:
          Declared:
            Type: AWS::IAM::OIDCProvider
            Properties: { Url: "https://declared.example.com", ClientIdList: [one] }
        """;

    private readonly TestIam desk = new(Template);

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Are_there_after_a_restart_until_they_are_deleted()
    {
        Assert.Equal(Arn, desk.Call("CreateOpenIDConnectProvider", ("Url", "https://issuer.example.com"), ("ClientIDList.member.1", "one"))["OpenIDConnectProviderArn"]);
        desk.Call("AddClientIDToOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn), ("ClientID", "two"));
        using (var again = desk.Restarted(Template))
        {
            Assert.Equal(["one", "two"], again.Call("GetOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn)).All("member"));
            Assert.NotNull(again.Providers.OidcByIssuer(TestIam.Account, "https://issuer.example.com"));
            Assert.Equal(200, again.Call("DeleteOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn)).Status);
            Assert.Null(again.Providers.OidcByArn(Arn));
        }

        using var last = desk.Restarted(Template);
        Assert.Equal(404, last.Call("GetOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn)).Status);
    }

    [Theory]
    [InlineData("http://issuer.example.com")]
    [InlineData("issuer.example.com")]
    [InlineData("https://issuer.example.com?tenant=1")]
    public void Are_issuers_that_speak_tls(string url)
    {
        var refused = desk.Call("CreateOpenIDConnectProvider", ("Url", url));
        Assert.Equal((400, "ValidationError", "Invalid Open ID Connect Provider URL"), (refused.Status, refused.Code, refused.Message));
        Assert.Equal(200, desk.Call("CreateOpenIDConnectProvider", ("Url", "http://127.0.0.1:8080/realm")).Status);
    }

    [Fact]
    public void Of_a_template_are_read_and_left_alone()
    {
        const string Declared = "arn:aws:iam::111122223333:oidc-provider/declared.example.com";
        Assert.Equal("declared.example.com", desk.Call("GetOpenIDConnectProvider", ("OpenIDConnectProviderArn", Declared))["Url"]);
        Assert.Equal("UnmodifiableEntity", desk.Call("AddClientIDToOpenIDConnectProvider", ("OpenIDConnectProviderArn", Declared), ("ClientID", "two")).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("DeleteOpenIDConnectProvider", ("OpenIDConnectProviderArn", Declared)).Code);
    }
}
