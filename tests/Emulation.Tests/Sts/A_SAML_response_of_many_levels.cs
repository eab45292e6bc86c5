using System.Text;
using Emulation.Saml;

namespace Emulation.Tests.Sts;

/// <summary>Canonicalisation calls itself for each level of a response, before anybody is known to have signed it.</summary>
public class A_SAML_response_of_many_levels
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(66, false)]
    [InlineData(10_000, false)]
    public void Is_refused(int levels, bool isRead)
    {
        var xml = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{string.Concat(Enumerable.Repeat("<a>", levels))}{string.Concat(Enumerable.Repeat("</a>", levels))}"));
        if (isRead)
        {
            Assert.Equal("a", SamlXml.Load(xml).DocumentElement!.Name);
        }
        else
        {
            Assert.Equal("Invalid base64 SAMLResponse", Assert.Throws<SamlException>(() => SamlXml.Load(xml)).Message);
        }
    }
}
