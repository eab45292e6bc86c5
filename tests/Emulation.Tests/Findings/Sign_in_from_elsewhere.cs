using Emulation.Findings;

namespace Emulation.Tests.Findings;

/// <summary>Traps that AWS leaves where people come by identity providers.</summary>
public sealed class Sign_in_from_elsewhere
{
    [Theory]
    [InlineData("UsernameAttributes: [email]", "Google", "{email: email}", "cognito-idp:AdminLinkProviderForUser", true)]
    [InlineData("AliasAttributes: [email]", "Google", "{email: email}", "cognito-idp:*", true)]
    [InlineData("UsernameAttributes: [email]", "Google", "{email: email, email_verified: email_verified}", "cognito-idp:AdminLinkProviderForUser", false)]
    [InlineData("UsernameAttributes: [email]", "Google", "{name: name}", "cognito-idp:AdminLinkProviderForUser", false)]
    [InlineData("UsernameAttributes: [phone_number]", "Google", "{email: email}", "cognito-idp:AdminLinkProviderForUser", false)]
    [InlineData("UsernameAttributes: [email]", "Google", "{email: email}", "cognito-idp:AdminGetUser", false)]
    [InlineData("UsernameAttributes: [email]", "Facebook", "{email: email}", "cognito-idp:AdminLinkProviderForUser", false)]
    public void Names_an_address_that_nobody_verified_where_a_function_may_link_by_it(string pool, string provider, string mapping, string action, bool found) => Assert.Equal(
        found ? ["Google says email addresses, and whether they are verified is not taken from it: Link, which may link users of Users, cannot tell."] : [],
        Messages("LA301", $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Users: { Type: AWS::Cognito::UserPool, Properties: { {{pool}} } }
              Elsewhere:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties: { UserPoolId: !Ref Users, ProviderName: {{provider}}, ProviderType: {{provider}}, ProviderDetails: { client_id: a, client_secret: b, authorize_scopes: openid }, AttributeMapping: {{mapping}} }
              Link:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: .
                  Handler: x
                  Runtime: dotnet10
                  Policies: [{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "{{action}}", Resource: !GetAtt Users.Arn }] }]
            """));

    [Theory]
    [InlineData("custom:role", "AllowedOAuthScopes: [openid, aws.cognito.signin.user.admin]", true)]
    [InlineData("custom:role", "AllowedOAuthScopes: [aws.cognito.signin.user.admin], WriteAttributes: [email, custom:role]", true)]
    [InlineData("custom:role", "AllowedOAuthScopes: [aws.cognito.signin.user.admin], WriteAttributes: [email]", false)]
    [InlineData("custom:role", "AllowedOAuthScopes: [openid]", false)]
    [InlineData("custom:shoe", "AllowedOAuthScopes: [aws.cognito.signin.user.admin]", false)]
    public void Names_an_attribute_that_decides_and_that_users_may_write(string attribute, string client, bool found) => Assert.Equal(
        found ? ["custom:role comes from Staff, and whoever signs in through App may write it themselves."] : [],
        Messages("LA302", $$"""
            Resources:
              Users: { Type: AWS::Cognito::UserPool, Properties: { Schema: [{ Name: role, AttributeDataType: String, Mutable: true }, { Name: shoe, AttributeDataType: String, Mutable: true }] } }
              Staff:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties: { UserPoolId: !Ref Users, ProviderName: Staff, ProviderType: OIDC, ProviderDetails: { client_id: a, authorize_scopes: openid, oidc_issuer: "https://id.example.com", attributes_request_method: GET }, AttributeMapping: { "{{attribute}}": x } }
              App: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Users, SupportedIdentityProviders: [!Ref Staff], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: [code], CallbackURLs: ["https://app.example.com/cb"], {{client}} } }
              Other: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Users, SupportedIdentityProviders: [COGNITO] } }
            """));

    [Theory]
    [InlineData("IDPInit: true", true)]
    [InlineData("IDPInit: 'true'", true)]
    [InlineData("IDPInit: false", false)]
    [InlineData("IDPSignout: true", false)]
    public void Names_a_provider_that_may_begin(string detail, bool found) => Assert.Equal(
        found ? ["Corp may sign people in whom no application has sent there (IDPInit)."] : [],
        Messages("LA303", $$"""
            Resources:
              Users: { Type: AWS::Cognito::UserPool }
              Corp:
                Type: AWS::Cognito::UserPoolIdentityProvider
                Properties: { UserPoolId: !Ref Users, ProviderName: Corp, ProviderType: SAML, ProviderDetails: { MetadataURL: "https://saml.example.com/metadata", {{detail}} } }
            """));

    private static IEnumerable<string> Messages(string code, string template) =>
        Linter.Run(Given.Stacks(template)).Where(judged => judged.Finding.Rule.Code == code).Select(static judged => judged.Finding.Message);
}
