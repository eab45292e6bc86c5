using Sam.Tests.RestApis;
using Sam.Tests.Templates;

namespace Sam.Tests.Domains;

public class Custom_domains_of_a_template
{
    private const string Stage = "  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1}}";

    [Fact]
    public void Lead_to_apis_by_their_base_paths()
    {
        var domain = Assert.Single(Given.Stack(With("""
              Domain: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: api.example.com, RegionalCertificateArn: arn, EndpointConfiguration: {Types: [REGIONAL]}}}
              Shop: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, BasePath: shop, RestApiId: !Ref Api, Stage: !Ref Stage}}
              Root: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api}}
              Deep: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {DomainName: !Ref Domain, ApiMappingKey: shop/v1, ApiId: !Ref Api, Stage: v1}}
            """)).Domains);

        Assert.Equal(("api.example.com", null), (domain.Name, domain.Closed));
        Assert.Equal([("shop", "v1"), ("", null), ("shop/v1", "v1")], domain.Mappings.Select(static mapping => (mapping.BasePath, mapping.StageName)));
    }

    [Fact]
    public void Are_made_by_the_transforms_apis_too()
    {
        var yaml = Given.Api("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}").Replace(
            "StageName: v1", "StageName: v1\n      Domain: {DomainName: api.example.com, CertificateArn: arn, BasePath: [shop, /store]}", StringComparison.Ordinal);
        var domain = Assert.Single(Given.Stack(yaml).Domains);

        Assert.Equal([("shop", "v1"), ("store", "v1")], domain.Mappings.Select(static mapping => (mapping.BasePath, mapping.StageName)));
    }

    [Fact]
    public void Are_closed_alone_where_one_of_the_transforms_asks_for_certificates()
    {
        var stack = Given.Stack(Given.Api("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}").Replace(
            "StageName: v1", "StageName: v1\n      Domain: {DomainName: api.example.com, CertificateArn: arn, MutualTlsAuthentication: {TruststoreUri: 's3://bucket/key'}}", StringComparison.Ordinal));

        Assert.Equal("LocalAws asks clients for no certificate.", Assert.Single(stack.Domains).Closed?.Message);
        Assert.Null(stack.Apis[0].Routes[0].Closed);
    }

    [Theory]
    [InlineData("DomainName: api.example.com, MutualTlsAuthentication: {TruststoreUri: 's3://bucket/key'}", "LocalAws asks clients for no certificate.")]
    [InlineData("DomainName: api.example.com, RoutingMode: ROUTING_RULE_ONLY", "LocalAws does not route by the rules of a domain.")]
    [InlineData("DomainName: api.example.com, EndpointConfiguration: {Types: [PRIVATE]}", "LocalAws does not enforce which VPC endpoints reach a private domain.")]
    public void Are_closed_where_they_ask_for_more(string domain, string why)
    {
        var stack = Given.Stack(With($$$"""
              Domain: {Type: AWS::ApiGateway::DomainName, Properties: { {{{domain}}} }}
              Root: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api, Stage: v1}}
            """));

        Assert.Equal(why, Assert.Single(stack.Domains).Closed?.Message);
        Assert.Null(stack.Apis[0].Routes[0].Closed);
    }

    [Fact]
    public void Are_closed_where_only_their_mapping_is_known() => Assert.StartsWith(
        "api.example.com is a domain that the template does not declare",
        Assert.Single(Given.Stack(With("  Root: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: api.example.com, RestApiId: !Ref Api, Stage: v1}}")).Domains).Closed!.Message,
        StringComparison.Ordinal);

    [Fact]
    public void Have_a_base_path_once() => Assert.Contains(
        "/ of api.example.com leads to an API already",
        Assert.Single(Given.Errors(With("""
              Domain: {Type: AWS::ApiGatewayV2::DomainName, Properties: {DomainName: api.example.com}}
              One: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {DomainName: !Ref Domain, ApiId: !Ref Api, Stage: v1}}
              Two: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {DomainName: !Ref Domain, ApiId: !Ref Api, Stage: v1}}
            """))),
        StringComparison.Ordinal);

    private static string With(string resources) => Plain.Template(more: $"{Stage}\n{resources}");
}
