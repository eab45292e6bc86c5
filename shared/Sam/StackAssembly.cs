using System.Collections.Immutable;
using Iam;
using Sam.Cognito;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Policies;
using Sam.Resources;
using Sam.RestApis;
using Sam.Serverless;
using Sam.Templates;

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

        var sections = TemplateSections.Read(root, errors);
        var parameters = ParameterValues.Resolve(sections.Parameters, options.Parameters, errors);
        var table = ResourceTable.Declare(sections, errors);
        var evaluator = new Evaluator(sections, parameters, table, options, errors);
        evaluator.Conditions.EvaluateAll();
        Expansion.AddGenerated(sections, table, evaluator, errors);

        var declared = Resource.EvaluateAll(table, evaluator, errors);
        var generated = new GeneratedResources(declared, table, evaluator, errors);
        ImmutableArray<Resource> resources = [.. declared, .. generated.All()];
        WebAclAssociations.Close(resources, errors);
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
        var stack = new Stack
        {
            Name = options.StackName,
            Id = PseudoParameters.StackId(options),
            TemplatePath = path,
            AccountId = account,
            Region = options.Region,
            Roles = roles,
            Users = identities.Users(),
            OidcProviders = new IdentityProviderResources(resources, file).Oidc(),
            SamlProviders = new IdentityProviderResources(resources, file).Saml(),
            Groups = identities.Groups(),
            ManagedPolicies = identities.ManagedPolicies(),
            Functions = new Functions(resources, roles, permissions, evaluator, Path.GetDirectoryName(path) ?? "", file).Build(),
            FunctionUrls = new FunctionUrls(resources, functions, file).Build(),
            Apis = InOrder(
                resources,
                [
                    .. new Apis(resources, events.Routes, compiler, credentials, evaluator.References.Dependencies, errors, file).Build(),
                    .. new PlainRestApis(resources, compiler, credentials, file).Build(),
                ]),
            HttpApis = new HttpApis(resources, events.Routes, credentials, evaluator.References.Dependencies, errors, file).Build(),
            UserPools = new UserPoolResources(resources, events.Triggers, evaluator.References.Dependencies, file).Build(),
            IdentityPools = new IdentityPoolResources(resources, roles, file).Build(),
            Tables = new Tables(resources, compiler, file).Build(),
            Notices = UndeliveredEvents.Of(resources, file),
            References = references,
            Suppressions = SuppressionReader.Read(sections, file, errors),
            Sample = SampleReader.Read(sections, errors),
            Outputs = Outputs(sections.Outputs, evaluator, errors),
        };
        evaluator.References.Dependencies.ReportCycles(errors);
        if (!errors.Any)
        {
            stack = new FunctionLinks(stack, errors).Close();
        }

        return stack with { Traps = errors.Traps, Closures = errors.Closures, Elements = TemplateElements.Of(resources, errors.Closures, file) };
    }

    private static ImmutableArray<RestApi> InOrder(ImmutableArray<Resource> resources, ImmutableArray<RestApi> apis) =>
        [.. resources.Select(resource => apis.FirstOrDefault(api => api.LogicalId == resource.LogicalId)).OfType<RestApi>()];

    private static ImmutableArray<Output> Outputs(MapNode section, Evaluator evaluator, ErrorList errors)
    {
        var outputs = ImmutableArray.CreateBuilder<Output>();
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
            }
            else if (evaluator.Text(value, place) is { } text)
            {
                outputs.Add(new Output(entry.Key, text, (output["Description"] as ScalarNode)?.Text));
            }
        }

        return outputs.DrainToImmutable();
    }
}
