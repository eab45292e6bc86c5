using Sam.Tests.Templates;

namespace Sam.Tests.Resources;

public class Web_acls_of_an_api
{
    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Guarded: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
          Other: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
          Acl: {Type: AWS::WAFv2::WebACL, Properties: {Name: acl, Scope: REGIONAL}}
          Association:
            Type: AWS::WAFv2::WebACLAssociation
            Properties:
              ResourceArn: ARN
              WebACLArn: !GetAtt Acl.Arn
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events:
                One: {Type: Api, Properties: {RestApiId: !Ref Guarded, Path: /, Method: get}}
                Two: {Type: Api, Properties: {RestApiId: !Ref Other, Path: /, Method: get}}
        """;

    [Theory]
    [InlineData("!Sub arn:aws:apigateway:${AWS::Region}::/restapis/${Guarded}/stages/v1")]
    [InlineData("!Sub arn:aws:apigateway:${AWS::Region}::/restapis/${Guarded}/stages/${Guarded.Stage}")]
    [InlineData("!Join ['', ['arn:aws:apigateway:', !Ref AWS::Region, '::/restapis/', !Ref Guarded, /stages/, v1]]")]
    public void Close_it_and_no_other(string arn)
    {
        var stack = Given.Stack(Template.Replace("ARN", arn, StringComparison.Ordinal));

        Assert.Equal(
            "template.yaml:9 Guarded: LocalAws does not enforce the web ACL that 'Association' puts in front of it. Give the association only where the template is deployed, with a condition.",
            Assert.Single(stack.Apis[0].Routes).Closed!.ToString());
        Assert.IsType<ClosedAuthorizer>(stack.Apis[0].Routes[0].Authorizer);
        Assert.Null(Assert.Single(stack.Apis[1].Routes).Closed);
    }

    [Theory]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188")]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/someoneelse/stages/v1")]
    public void Close_no_api_that_they_do_not_name(string arn) =>
        Assert.All(Given.Stack(Template.Replace("ARN", arn, StringComparison.Ordinal)).Apis, static api => Assert.Null(Assert.Single(api.Routes).Closed));
}
