using Emulation.Cognito.Federation;

namespace Emulation.Tests.StandIns;

/// <summary>What <c>--stand-in</c> takes.</summary>
public sealed class Stand_ins_that_are_asked_for
{
    [Theory]
    [InlineData("google", "Google", "Google", true)]
    [InlineData("GOOGLE", "Google", "Google", true)]
    [InlineData("google", "OIDC", "Other", false)]
    [InlineData("amazon", "LoginWithAmazon", "LoginWithAmazon", true)]
    [InlineData("apple", "SignInWithApple", "SignInWithApple", true)]
    [InlineData("facebook,saml", "SAML", "Company", true)]
    [InlineData("Partner", "OIDC", "Partner", true)]
    [InlineData("partner", "OIDC", "Partner", false)]
    [InlineData("oidc", "OIDC", "Partner", true)]
    [InlineData("oidc", "SAML", "Partner", false)]
    [InlineData("none", "OIDC", "Partner", false)]
    public void Are_of_a_type_or_of_a_name(string text, string type, string name, bool included) => Assert.Equal(included, AskedStandIns.Read([text]).Includes(type, name));

    [Fact]
    public void Are_none_at_all_where_the_word_is_none()
    {
        Assert.False(AskedStandIns.Read(["none"]).HeedsTemplates);
        Assert.True(AskedStandIns.Read([]).HeedsTemplates);
    }

    [Theory]
    [InlineData("google,", "a name is empty")]
    [InlineData("none,google", "name no other")]
    public void Are_refused_where_they_make_no_sense(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => AskedStandIns.Read([text])).Message, StringComparison.Ordinal);

    [Fact]
    public void Are_those_of_the_templates_where_a_name_is_no_type()
    {
        AskedStandIns.Read(["google,Partner"]).Check(["Partner"]);
        var refused = Assert.Throws<UsageException>(() => AskedStandIns.Read(["Partnr"]).Check(["Partner"]));
        Assert.Equal("--stand-in Partnr: no user pool of the templates has an identity provider of this name. Did you mean Partner?", refused.Message);
    }
}
