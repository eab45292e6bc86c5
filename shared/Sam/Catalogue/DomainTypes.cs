using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// Custom domain names of APIs and what maps their paths to APIs, of both kinds: a domain of either may lead to APIs of the other. Source: AWS CloudFormation Template Reference,
/// "AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName" and the types of their mappings.
/// </summary>
internal static class DomainTypes
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";
    private const string NoCertificate = "LocalAws asks clients for no certificate.";
    private const string NoVpc = "LocalAws does not enforce which VPC endpoints reach a private domain.";

    private static readonly Shape Domain = Shape.Empty
        .Enforced("DomainName*")
        .Inert(
            "CertificateArn DomainNameConfigurations EndpointAccessMode OwnershipVerificationCertificateArn RegionalCertificateArn SecurityPolicy Tags")
        .Closed("MutualTlsAuthentication", NoCertificate, OnlyAws)
        .Closed("RoutingMode", "LocalAws does not route by the rules of a domain.", OnlyAws, unless: "API_MAPPING_ONLY");

    /// <summary><c>Domain</c> of the transform's APIs. AWS SAM, "DomainConfiguration" and "HttpApiDomainConfiguration".</summary>
    public static Shape OfServerless { get; } = Shape.Empty
        .Enforced("BasePath DomainName EndpointConfiguration")
        .Inert("AccessAssociation CertificateArn NormalizeBasePath OwnershipVerificationCertificateArn Route53 SecurityPolicy IpAddressType")
        .Closed("MutualTlsAuthentication", NoCertificate, OnlyAws)
        .Closed("Policy", NoVpc, OnlyAws);

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::ApiGateway::DomainName")
        {
            Properties = Domain.Enforced("EndpointConfiguration"),
            NameProperty = "DomainName",
            Attributes = AddressesOf("Regional", "Distribution"),
        },
        new("AWS::ApiGatewayV2::DomainName") { Properties = Domain, NameProperty = "DomainName", Attributes = AddressesOf("Regional") },
        new("AWS::ApiGateway::DomainNameV2")
        {
            Properties = Shape.Empty
                .Enforced("DomainName*").Inert("CertificateArn ManagementPolicy SecurityPolicy Tags EndpointAccessMode")
                .Closed("EndpointConfiguration", NoVpc, OnlyAws).Closed("Policy", NoVpc, OnlyAws)
                .Closed("RoutingMode", "LocalAws does not route by the rules of a domain.", OnlyAws, unless: "API_MAPPING_ONLY"),
            NameProperty = "DomainName",
            Ref = ArnOf,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("DomainNameArn", ArnOf).Add("DomainNameId", Id),
        },
        new("AWS::ApiGateway::BasePathMapping") { Properties = Shape.Empty.Enforced("DomainName* BasePath RestApiId Stage").Inert("Id"), Ref = Id },
        new("AWS::ApiGateway::BasePathMappingV2")
        {
            Properties = Shape.Empty.Enforced("DomainNameArn* RestApiId* BasePath Stage"),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("BasePathMappingArn", Id),
        },
        new("AWS::ApiGatewayV2::ApiMapping")
        {
            Properties = Shape.Empty.Enforced("ApiId* DomainName* Stage* ApiMappingKey"),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("ApiMappingId", Id),
        },
        new("AWS::ApiGateway::DomainNameAccessAssociation")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            Ref = ArnOf,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("DomainNameAccessAssociationArn", ArnOf),
        },
        // It acts at a domain whose RoutingMode asks for rules, and that is closed.
        new("AWS::ApiGatewayV2::RoutingRule")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty.RestIsInert(),
            Ref = ArnOf,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("RoutingRuleArn", ArnOf).Add("RoutingRuleId", Id),
        },
    ];

    /// <summary>The ARN of a domain that has an id beside its name.</summary>
    public static string ArnOf(PhysicalResource domain) => domain.Arn("apigateway", $"/domainnames/{domain.Name}+{Id(domain)}");

    private static ImmutableDictionary<string, Func<PhysicalResource, string>> AddressesOf(params string[] kinds) => kinds
        .Aggregate(
            ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty,
            static (soFar, kind) => soFar
                .Add($"{kind}DomainName", static domain => $"d-{Id(domain)}.execute-api.{domain.Stack.Region}.amazonaws.com")
                .Add($"{kind}HostedZoneId", static domain => $"Z{DerivedId.Suffix(domain.Stack, domain.LogicalId, mixedCase: false)}"))
        .Add("DomainNameArn", static domain => domain.Arn("apigateway", $"/domainnames/{domain.Name}"));

    private static string Id(PhysicalResource resource) => DerivedId.Api(resource.Stack, resource.LogicalId);
}
