using Sam.Tests.Templates;

namespace Sam.Tests.Cognito;

/// <summary>Which identity providers ask for a stand-in, beside their properties.</summary>
public class Stand_ins_of_a_template
{
    [Theory]
    [InlineData("{ LocalAws: { StandIn: true } }", true)]
    [InlineData("{ LocalAws: { StandIn: \"true\" } }", true)]
    [InlineData("{ LocalAws: { StandIn: false } }", false)]
    [InlineData("{ LocalAws: { Suppress: [{ Rule: LA001, Reason: why }], StandIn: true } }", true)]
    [InlineData("{ Other: { StandIn: true } }", false)]
    public void Are_asked_for_by_metadata(string metadata, bool asked) =>
        Assert.Equal(asked, Assert.Single(Given.Stack(Template(metadata)).UserPools, static one => one.Kind == UserPoolResourceKind.IdentityProvider).HasStandIn);

    [Theory]
    [InlineData("{ LocalAws: { StandIn: maybe } }", "It is neither true nor false. Write 'StandIn: true'.")]
    [InlineData("{ LocalAws: { StandIn: [true] } }", "It is neither true nor false. Write 'StandIn: true'.")]
    [InlineData("{ LocalAws: { StandInn: true } }", "LocalAws knows 'Suppress' here, a list, at the template's top 'Sample', and of a user pool's identity provider 'StandIn'.")]
    public void Are_refused_where_they_say_nothing(string metadata, string words) =>
        Assert.Contains(words, Assert.Single(Given.Errors(Template(metadata))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Are_of_identity_providers_alone() => Assert.Contains(
        "LocalAws knows 'Suppress' here",
        Assert.Single(Given.Errors("Resources: {Pool: {Type: AWS::Cognito::UserPool, Metadata: {LocalAws: {StandIn: true}}}}")).ToString(), StringComparison.Ordinal);

    private static string Template(string metadata) =>
        $$$"""
        Resources:
          Pool: {Type: AWS::Cognito::UserPool}
          Google:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Metadata: {{{metadata}}}
            Properties: {UserPoolId: !Ref Pool, ProviderName: Google, ProviderType: Google, ProviderDetails: {client_id: a, client_secret: b, authorize_scopes: openid}}
        """;
}
