using System.Security.Cryptography.Xml;
using System.Xml;
using Emulation.Tests.Gateway.Authorizers;

namespace Emulation.Tests.Sts;

/// <summary>
/// The attack of whoever has something that the identity provider really signed: an assertion of bob that nobody signed beside it, or a signature that hashes less than it
/// seems to.
/// </summary>
public sealed class A_signature_beside_a_SAML_assertion : IDisposable
{
    private const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    private readonly SamlMaker corp = new("https://idp.corp.example/saml", TokenMaker.Now);
    private readonly SamlMaker thief = new("https://idp.corp.example/saml", TokenMaker.Now, "a thief's");
    private readonly TestSts desk;

    public A_signature_beside_a_SAML_assertion() => desk = new TestSts($$"""
        Resources:
          Corp: { Type: AWS::IAM::SAMLProvider, Properties: { Name: Corp, SamlMetadataDocument: '{{corp.Metadata.Trim()}}' } }
          Staff:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Staff
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Ref Corp }, Action: sts:AssumeRoleWithSAML }] }
        """);

    public void Dispose()
    {
        desk.Dispose();
        thief.Dispose();
        corp.Dispose();
    }

    [Theory]
    [InlineData("of another element")]
    [InlineData("moved in from another element")]
    [InlineData("moved in from another element with the same id spelled otherwise")]
    [InlineData("that leaves out what a path says")]
    [InlineData("with an object inside")]
    [InlineData("of a response that somebody else signed")]
    [InlineData("in an assertion that was put elsewhere")]
    public async Task Opens_nothing(string how)
    {
        var refusal = await desk.RefusedAsync("AssumeRoleWithSAML", null, Parameters(Forged(how)));
        var message = how == "of another element" ? "Response (with optional signature) must contain an assertion with a mandatory signature" : "Response signature invalid";
        Assert.Equal((400, "InvalidIdentityToken", message), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    [Fact]
    public async Task Is_none_when_both_the_assertion_and_the_response_are_signed() =>
        Assert.NotNull(await desk.CallAsync("AssumeRoleWithSAML", null, Parameters(corp.Sign(corp.Signed(corp.Assertion()).OuterXml, "_r1"))));

    private XmlDocument Forged(string how)
    {
        var bob = corp.Assertion(id: "_a2", subject: "bob");
        switch (how)
        {
            case "of another element":
                return corp.Sign(corp.Response(bob + """<x ID="_x1"/>"""), "_x1");
            case "moved in from another element":
                return MovedIn(corp.Sign(corp.Response(bob + """<x ID="_x1"/>"""), "_x1"));
            case "moved in from another element with the same id spelled otherwise":
                return MovedIn(corp.Sign(corp.Response(bob + """<x Id="_a2"/>""").Replace("ID=\"_a2\"", "ID=\"_later\"", StringComparison.Ordinal), "_a2"));
            case "that leaves out what a path says":
                return corp.Sign(corp.Response(corp.Assertion()), "_a1", more: Path("not(ancestor-or-self::*[local-name()='NameID'])"));
            case "with an object inside":
                var signed = corp.Signed(corp.Assertion());
                var signature = (XmlElement)signed.GetElementsByTagName("Signature", Signature)[0]!;
                signature.AppendChild(signed.CreateElement("Object", Signature));
                return signed;
            case "of a response that somebody else signed":
                return thief.Sign(corp.Signed(corp.Assertion()).OuterXml, "_r1");
            default:
                var document = corp.Signed(corp.Assertion());
                var assertion = document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!;
                document.DocumentElement!.AppendChild(document.CreateElement("Extensions", document.DocumentElement.NamespaceURI))!.AppendChild(assertion);
                return document;
        }
    }

    private static XmlDocument MovedIn(XmlDocument document)
    {
        var assertion = (XmlElement)document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!;
        assertion.SetAttribute("ID", "_a2");
        assertion.AppendChild(document.GetElementsByTagName("Signature", Signature)[0]!);
        return document;
    }

    private static XmlDsigXPathTransform Path(string path)
    {
        var document = new XmlDocument();
        document.LoadXml($"""<XPath xmlns="{Signature}">{path}</XPath>""");
        var transform = new XmlDsigXPathTransform();
        transform.LoadInnerXml(document.SelectNodes("/*")!);
        return transform;
    }

    private static (string, string)[] Parameters(XmlDocument response) => [("RoleArn", SamlMaker.Role), ("PrincipalArn", SamlMaker.Provider), ("SAMLAssertion", SamlMaker.Base64(response))];
}
