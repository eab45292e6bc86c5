using System.Collections.Immutable;
using Iam;
using Sam.ApiGatewayV2;
using Sam.Cognito;
using Sam.Documents;
using Sam.Domains;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Nested;
using Sam.OpenApi;
using Sam.Policies;
using Sam.Resources;
using Sam.RestApis;
using Sam.Serverless;
using Sam.Services;
using Sam.Templates;
using Sam.UsagePlans;

namespace Sam;

/// <summary>The way from a template's document to a stack: sections, parameters, resources, policies, functions, APIs, user pools.</summary>
internal static class StackAssembly
{
    /// <summary>Assembles the stack as far as errors let it; it is complete only when none were reported.</summary>
    public static Stack? Assemble(MapNode root, string file, string path, StackOptions options, ErrorList errors)
    {
        if (!AccountId.TryParse(options.AccountId, out var account))
        {
            errors.Add(1, "", "", $"'{options.AccountId}' is not an AWS account id.", "Give twelve digits.");
            return null;
        }

        var written = TemplateSections.Read(root, errors);
        var parameters = ParameterValues.Resolve(written.Parameters, options, errors);
        var sections = new Loops(new Evaluator(written, parameters, ResourceTable.Empty, options, errors), written.UsesExtensions, errors).Expand(written);
        var table = ResourceTable.Declare(sections, errors);
        var evaluator = new Evaluator(sections, parameters, table, options, errors);
        var around = options with { Nesting = [.. options.Nesting.Append(path).Distinct()] };
        var nested = new NestedStacks(sections, table, Path.GetDirectoryName(path) ?? "", around, evaluator, errors);
        evaluator.Nested = nested;
        evaluator.Conditions.EvaluateAll();
        Expansion.AddGenerated(sections, table, evaluator, errors);

        var declared = Resource.EvaluateAll(table, evaluator, errors);
        var generated = new GeneratedResources(declared, table, evaluator, errors);
        ImmutableArray<Resource> resources = [.. declared, .. generated.All()];
        WebAclAssociations.Close(resources, errors);
        var files = new DefinitionFiles(file, Path.GetDirectoryName(path) ?? "", errors);
        var compiler = new PolicyCompiler(file, errors);
        var identities = new Identities(resources, compiler, file);
        var roles = identities.Roles();
        var events = FunctionEvents.Read(resources, errors);
        var functions = new FunctionArns(resources);
        var permissions = new Permissions(
            resources, functions, [.. new Grants(resources, functions, evaluator).All(events), .. generated.Grants(functions)], compiler);
        var references = PhysicalIds.Of(resources, file);
        new LiteralIds(resources, references, options, errors).Report();

        var credentials = new CredentialsReader(roles);
        var cors = new HttpCors(errors);
        var plainHttpApis = new PlainHttpApis(resources, files, credentials, cors);
        var reach = new Reach(resources, options, errors);
        var plans = new UsagePlanReader(resources, file);
        var stack = new Stack
        {
            Name = options.StackName,
            Id = DerivedId.StackArn(options),
            TemplatePath = path,
            AccountId = account,
            Region = options.Region,
            Roles = roles,
            Users = identities.Users(),
            OidcProviders = new IdentityProviderResources(resources, file).Oidc(),
            SamlProviders = new IdentityProviderResources(resources, file).Saml(),
            Groups = identities.Groups(),
            ManagedPolicies = identities.ManagedPolicies(),
            Attachments = identities.Outside,
            Functions = new Functions(resources, roles, permissions, evaluator, Path.GetDirectoryName(path) ?? "", file).Build(),
            Layers = Layers.Of(resources, path, file),
            SamBuildFolder = Path.Combine([Path.GetDirectoryName(around.Nesting[0]) ?? "", ".aws-sam", "build", .. options.NestedAs]),
            FunctionUrls = new FunctionUrls(resources, functions, file).Build(),
            Apis = reach.Of(RestApis(
                resources,
                new Apis(resources, events.Routes, compiler, evaluator.References.Dependencies, files, credentials, errors).Build(),
                new PlainRestApis(resources, compiler, files, credentials))),
            HttpApis = reach.Of(InOrder(
                resources,
                [
                    .. new HttpApis(resources, events.Routes, evaluator.References.Dependencies, files, credentials, cors).Build().Select(plainHttpApis.WithRoutesBeside),
                    .. plainHttpApis.Build(),
                ])),
            ApiKeys = plans.Keys,
            UsagePlans = plans.Plans,
            WebSocketApis = InOrder(resources, [.. new WebSocketApis(resources, credentials, file).Build(), .. plainHttpApis.BuildWebSockets()]),
            Domains = new CustomDomains(resources, file).Build(),
            UserPools = new UserPoolResources(resources, events.Triggers, evaluator.References.Dependencies, file).Build(),
            IdentityPools = new IdentityPoolResources(resources, roles, file).Build(),
            Tables = new Tables(resources, compiler, file).Build(),
            Notices = [.. errors.Notices, .. UndeliveredEvents.Of(resources, file), .. Ignored(parameters, sections.Parameters, file)],
            References = references,
            UntoldNames = UntoldNameReader.Of(resources, file),
            Suppressions = SuppressionReader.Read(sections, file, errors),
            Sample = SampleReader.Read(sections, errors),
            Outputs = Outputs(sections.Outputs, evaluator, errors, out var unknown),
            UnknownOutputs = unknown,
            Nested = nested.Load(),
            SsmParameters = evaluator.StoredParameters.Written().ToImmutableDictionary(StringComparer.Ordinal),
        };
        stack = new ServiceResources(resources, new AttachedPolicies(resources, evaluator.References.Dependencies.ToOrder(), compiler, file, errors), file).AddTo(stack);
        stack = stack with { Deliveries = new Deliveries(stack, resources, file).All() };
        evaluator.References.Dependencies.ReportCycles(errors);
        if (!errors.Any)
        {
            stack = new FunctionLinks(new ClosedParts(stack, errors).Close(), errors).Close();
        }

        return stack with
        {
            Traps = errors.Traps,
            Closures = errors.Closures,
            Guarded = GuardedResources.Of(resources, errors.Closures),
            Elements = TemplateElements.Of(resources, errors.Closures, file),
            Order = evaluator.References.Dependencies.ToOrder(),
        };
    }

    /// <summary>Those of the transform and those that the template writes out, and the stages that it writes out for either.</summary>
    private static ImmutableArray<RestApi> RestApis(ImmutableArray<Resource> resources, ImmutableArray<RestApi> serverless, PlainRestApis plain) =>
        InOrder(resources, [.. serverless.SelectMany(api => plain.FurtherStages(api).Prepend(api)), .. plain.Build()]);

    private static ImmutableArray<T> InOrder<T>(ImmutableArray<Resource> resources, ImmutableArray<T> apis)
        where T : Api
    {
        var byId = apis.ToLookup(static api => api.LogicalId, StringComparer.Ordinal);
        return [.. resources.SelectMany(resource => byId[resource.LogicalId])];
    }

    private static IEnumerable<TemplateNotice> Ignored(ParameterValues parameters, MapNode section, string file) => parameters.Ignored.Select(name => new TemplateNotice(
        new SourceLine(file, section.Line), "Parameters", $"a file gives a value for '{name}', and the template has no such parameter: it is not used."));

    private static ImmutableArray<Output> Outputs(MapNode section, Evaluator evaluator, ErrorList errors, out ImmutableDictionary<string, Unknown> unknown)
    {
        var outputs = ImmutableArray.CreateBuilder<Output>();
        var reasons = ImmutableDictionary.CreateBuilder<string, Unknown>(StringComparer.Ordinal);
        foreach (var entry in section.Entries)
        {
            var place = new Place("Outputs", entry.Key, "");
            if (entry.Value is not MapNode output || output["Value"] is not { } value)
            {
                errors.Add(entry.KeyLine, "Outputs", entry.Key, "An output needs a Value.", "Add it.");
            }
            else if (output["Condition"] is ScalarNode condition && evaluator.Conditions.IsTrue(condition.Text, condition, place) is not true)
            {
                evaluator.Names.Check(value, place);
                if (evaluator.Conditions.WhyUnknown(condition.Text) is { } untold)
                {
                    reasons[entry.Key] = untold;
                }
            }
            else if (evaluator.TextNode(value, place) is ScalarNode { Text: var text })
            {
                outputs.Add(new Output(entry.Key, text, (output["Description"] as ScalarNode)?.Text)
                {
                    ExportName = (output["Export"] as MapNode)?["Name"] is { } name ? evaluator.Text(name, place.In("Export.Name")) : null,
                });
            }
            else if (evaluator.TextNode(value, place) is UnknownNode { Why: { } why })
            {
                reasons[entry.Key] = why;
            }
        }

        unknown = reasons.ToImmutable();
        return outputs.DrainToImmutable();
    }
}
