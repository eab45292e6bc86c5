using Sam.Tests.Templates;

namespace Sam.Tests.Resources;

/// <summary>IAM User Guide, "Identity-provider controls for shared OIDC providers": a deployment of such a role fails, so the template does not load.</summary>
public class Roles_for_a_shared_issuer
{
    [Theory]
    [InlineData("{}", true)]
    [InlineData("{StringEquals: {'token.actions.githubusercontent.com:aud': sts.amazonaws.com}}", true)]
    [InlineData("{StringLike: {'token.actions.githubusercontent.com:sub': '*'}}", true)]
    [InlineData("{StringLike: {'token.actions.githubusercontent.com:sub': 'repo:shop/*'}}", false)]
    [InlineData("{StringEquals: {'token.actions.githubusercontent.com:job_workflow_ref': 'shop/orders/.github/workflows/deploy.yaml@refs/heads/main'}}", false)]
    public void Say_whom_of_it_they_mean(string condition, bool isRefused)
    {
        var template = $$$"""
            Resources:
              GitHub: {Type: AWS::IAM::OIDCProvider, Properties: {Url: "https://token.actions.githubusercontent.com", ClientIdList: [sts.amazonaws.com]}}
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Deploy
                  AssumeRolePolicyDocument:
                    Statement:
                    - {Effect: Allow, Principal: {Federated: !Ref GitHub}, Action: "sts:AssumeRoleWithWebIdentity", Condition: {{{condition}}}}
            """;
        if (!isRefused)
        {
            Assert.Single(Given.Stack(template).Roles);
            return;
        }

        var error = Assert.Single(Given.Errors(template));
        Assert.Contains("template.yaml:9 ", error, StringComparison.Ordinal);
        Assert.Contains("Deploy.AssumeRolePolicyDocument.Statement[0]", error, StringComparison.Ordinal);
        Assert.Contains("must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, token.actions.githubusercontent.com:sub or token.actions.githubusercontent.com:job_workflow_ref", error, StringComparison.Ordinal);
    }
}
