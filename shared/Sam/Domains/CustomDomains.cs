using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.Domains;

/// <summary>
/// The custom domains of a template with what their base paths lead to: of <c>AWS::ApiGateway</c>, of <c>AWS::ApiGatewayV2</c>, and of <c>Domain</c> of the
/// transform's APIs, which makes the same of it. A domain that the template maps without declaring it is somebody else's, whose settings nobody here knows.
/// </summary>
internal sealed class CustomDomains
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";

    private readonly OrderedDictionary<string, DeclaredDomain> domains = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> nameByArn = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Resource> resources;
    private readonly string file;

    public CustomDomains(ImmutableArray<Resource> resources, string file)
    {
        (this.resources, this.file) = (resources, file);
        foreach (var resource in resources)
        {
            switch (resource.TypeName)
            {
                case "AWS::ApiGateway::DomainName" or "AWS::ApiGatewayV2::DomainName" or "AWS::ApiGateway::DomainNameV2":
                    Declare(resource);
                    break;
                case "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::Serverless::WebSocketApi" when resource.Values["Domain"] is MapNode:
                    DeclareOfServerless(resource);
                    break;
            }
        }
    }

    /// <summary>The domains in the template's order, then those that it only maps.</summary>
    public ImmutableArray<CustomDomain> Build()
    {
        foreach (var resource in resources)
        {
            var values = resource.Values;
            switch (resource.TypeName)
            {
                case "AWS::ApiGateway::BasePathMapping":
                    Map(resource, values.Text("DomainName"), new Target(values, "BasePath", "RestApiId"));
                    break;
                case "AWS::ApiGateway::BasePathMappingV2":
                    Map(resource, NameOf(values.Text("DomainNameArn")), new Target(values, "BasePath", "RestApiId"));
                    break;
                case "AWS::ApiGatewayV2::ApiMapping":
                    Map(resource, values.Text("DomainName"), new Target(values, "ApiMappingKey", "ApiId"));
                    break;
                case "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::Serverless::WebSocketApi" when values["Domain"] is MapNode:
                    MapServerless(resource);
                    break;
            }
        }

        return [.. domains.Values.Select(static domain => new CustomDomain(domain.Name, domain.LogicalId, [.. domain.Mappings.Values], domain.Closed, domain.Line))];
    }

    private void Declare(Resource resource)
    {
        var values = resource.Values;
        if (values["EndpointConfiguration"] is MapNode)
        {
            CheckEndpoint(values, "EndpointConfiguration", values.Inner("EndpointConfiguration").Texts("Types").Select(static type => type.Text));
        }

        if (values.Text("DomainName") is not { } name)
        {
            return;
        }

        nameByArn[DomainTypes.ArnOf(resource.Physical)] = name;
        var closed = values.ClosureOf() ?? values.ClosureOf("Policy");
        Declare(values, "DomainName", new DeclaredDomain(name, resource.LogicalId, closed, new SourceLine(file, resource.Declaration.Line)));
    }

    /// <summary>AWS SAM, "DomainConfiguration": <c>Domain</c> makes a domain name of API Gateway. APIs that name the same one share it.</summary>
    private void DeclareOfServerless(Resource api)
    {
        var domain = api.Values.Inner("Domain");
        if (domain["DomainName"] is null || domain["CertificateArn"] is null)
        {
            domain.Report(
                domain["DomainName"] is null ? "DomainName" : "CertificateArn", "The transform makes a custom domain of a DomainName and a CertificateArn.", "Give both.");
        }

        CheckEndpoint(domain, "EndpointConfiguration", domain["EndpointConfiguration"] is ScalarNode type ? [type.Text] : []);
        if (domain.Text("DomainName") is { } name && !domains.ContainsKey(name))
        {
            domains.Add(name, new DeclaredDomain(name, api.LogicalId, api.Values.ClosureOf("Domain"), new SourceLine(file, api.Values.LineOf("Domain"))));
        }
        else if (domain.Text("DomainName") is { } shared && api.Values.ClosureOf("Domain") is { } closure)
        {
            domains[shared] = domains[shared] with { Closed = domains[shared].Closed ?? closure };
        }
    }

    private static void CheckEndpoint(Values values, string property, IEnumerable<string> types)
    {
        if (types.Contains("PRIVATE"))
        {
            values.Close(property, "LocalAws does not enforce which VPC endpoints reach a private domain.", OnlyAws);
        }
    }

    private void Declare(Values values, string property, DeclaredDomain domain)
    {
        if (domains.TryGetValue(domain.Name, out var other))
        {
            values.Report(property, $"{domain.Name} is declared by {other.LogicalId} already, on line {other.Line.Line}.", "Declare it once.");
            return;
        }

        domains.Add(domain.Name, domain);
    }

    private string? NameOf(string? arn) => arn is null ? null : nameByArn.TryGetValue(arn, out var name) ? name
        : arn[(arn.LastIndexOf('/') + 1)..] is var last && last.IndexOf('+') is var plus and > 0 ? last[..plus] : last;

    private void Map(Resource resource, string? name, Target target)
    {
        var values = target.Values;
        if (name is null)
        {
            return;
        }

        var (path, api, stage) = (BasePath(values, target.PathProperty), Given(values, target.ApiProperty), Given(values, "Stage"));
        var domain = DomainOf(name, resource, values);
        if (values.ClosureOf() is { } closure)
        {
            // What cannot be told of one mapping may take any path of the domain.
            domains[name] = domain with { Closed = domain.Closed ?? closure };
        }
        else if (api is not null)
        {
            Add(domain, values, target.PathProperty, new BasePathMapping(path, api, stage, new SourceLine(file, resource.Declaration.Line)));
        }
    }

    private static string? Given(Values values, string property) => values[property] is null ? null : values.Text(property);

    private DeclaredDomain DomainOf(string name, Resource resource, Values values)
    {
        if (!domains.TryGetValue(name, out var domain))
        {
            var closure = values.Close(
                "DomainName", $"{name} is a domain that the template does not declare: whether it asks clients for certificates is not known here.",
                "Declare it in the template, or call the API at its own host.");
            domains[name] = domain = new DeclaredDomain(name, resource.LogicalId, closure, new SourceLine(file, resource.Declaration.Line));
        }

        return domain;
    }

    private void MapServerless(Resource api)
    {
        var domain = api.Values.Inner("Domain");
        if (domain.Text("DomainName") is not { } name || !domains.TryGetValue(name, out var declared))
        {
            return;
        }

        var id = api.Declaration.Type!.Ref(api.Physical);
        var stage = api.Values["StageName"] is not null ? api.Values.Text("StageName") ?? "" : api.TypeName == WebSocketApis.TypeName ? WebSocketApis.DefaultStage : "$default";
        var line = new SourceLine(file, api.Values.LineOf("Domain"));
        var paths = domain["BasePath"] is null ? [""] : domain.Texts("BasePath").Select(static path => path.Text.Trim('/')).ToList();
        foreach (var path in paths)
        {
            Add(declared, domain, "BasePath", new BasePathMapping(path, id, stage, line));
        }
    }

    private static string BasePath(Values values, string property) =>
        Given(values, property) is { } path && path != "(none)" ? path.Trim('/') : "";

    private static void Add(DeclaredDomain domain, Values values, string property, BasePathMapping mapping)
    {
        if (!domain.Mappings.TryAdd(mapping.BasePath, mapping))
        {
            values.Report(
                property, $"/{mapping.BasePath} of {domain.Name} leads to an API already, by line {domain.Mappings[mapping.BasePath].Line.Line}.",
                "Give one of them another base path.");
        }
    }

    /// <summary>Where a mapping says what it maps.</summary>
    private sealed record Target(Values Values, string PathProperty, string ApiProperty);

    private sealed record DeclaredDomain(string Name, string LogicalId, Closure? Closed, SourceLine Line)
    {
        public OrderedDictionary<string, BasePathMapping> Mappings { get; } = new(StringComparer.Ordinal);
    }
}
