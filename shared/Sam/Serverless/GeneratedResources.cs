using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Resources;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// Makes the resources that the transform generates and that say who may do what: roles, policies, aliases and URLs of functions, and what events need of other services.
/// Each is made of its owner's evaluated properties, and tells its errors at the owner's.
/// </summary>
internal sealed class GeneratedResources(ImmutableArray<Resource> declared, ResourceTable table, Evaluator evaluator, ErrorList errors)
{
    private readonly Connectors connectors = new(table, evaluator, errors);

    /// <summary>What is generated, in the order of its owners; what belongs to several comes last.</summary>
    public ImmutableArray<Resource> All() =>
        [.. declared.SelectMany(Of), .. connectors.Policies(), .. connectors.ResourcePolicies(), .. CodeDeployRole()];

    /// <summary>The permissions to call functions that connectors give.</summary>
    public ImmutableArray<Grant> Grants(FunctionArns functions) => [.. connectors.Grants(functions)];

    private IEnumerable<Resource> Of(Resource owner) => owner.TypeName switch
    {
        "AWS::Serverless::Function" => OfFunction(owner),
        "AWS::Serverless::StateMachine" => OfStateMachine(owner),
        "AWS::Serverless::CapacityProvider" => OfCapacityProvider(owner),
        "AWS::Serverless::GraphQLApi" => GraphQlRoles.Of(owner).Select(role => Make(role.LogicalId, owner, role.Properties)).OfType<Resource>(),
        _ => [],
    };

    private IEnumerable<Resource> OfFunction(Resource function)
    {
        var id = function.LogicalId;
        var alias = FunctionExpansion.AliasOf(function.Declaration, evaluator);
        if (IsGenerated(GeneratedIds.Role(id), function) && Make(GeneratedIds.Role(id), function, new GeneratedRole(function, evaluator, errors).Properties()) is { } role)
        {
            yield return role;
        }

        if (alias is not null && Make(GeneratedIds.Alias(id, alias), function, MapNode.Empty) is { } published)
        {
            yield return published;
        }

        if (function.Values["FunctionUrlConfig"] is MapNode url && Make(
            GeneratedIds.Url(id), function,
            url.With("TargetFunctionArn", ScalarNode.Of(FunctionArns.Of(function) + (alias is null ? "" : $":{alias}"), url.Line)), "FunctionUrlConfig") is { } made)
        {
            yield return made;
        }

        var arn = FunctionArns.Of(function) + (alias is null ? "" : $":{alias}");
        foreach (var (logicalId, properties) in EventRoles.OfFunction(function, arn).Concat(new EventResources(function, arn, evaluator).All()))
        {
            if (Make(logicalId, function, properties) is { } starter)
            {
                yield return starter;
            }
        }
    }

    private IEnumerable<Resource> OfStateMachine(Resource machine)
    {
        var values = machine.Values;
        var line = machine.Declaration.Line;
        CheckStateMachine(machine);
        if (IsGenerated(GeneratedIds.Role(machine.LogicalId), machine))
        {
            var policies = new RolePolicies(machine, evaluator, errors).Read();
            var traced = values["Tracing"] is MapNode && values.Inner("Tracing").Flag("Enabled") == true;
            var managed = traced ? policies.Managed.Add(ScalarNode.Of($"{GeneratedRole.ManagedPrefix}AWSXrayWriteOnlyAccess", line)) : policies.Managed;
            var properties = MapNode.Of(
                line,
                ("AssumeRolePolicyDocument", Statements.Trust("states.amazonaws.com", line)),
                ("ManagedPolicyArns", new ListNode([.. managed.DistinctBy(static arn => arn.Text)], line)),
                ("Policies", new ListNode(policies.Inline, values.LineOf("Policies"))),
                ("Tags", GeneratedRole.Tags(values, "stateMachine:createdBy", line)));
            properties = values["PermissionsBoundary"] is { } boundary ? properties.With("PermissionsBoundary", boundary) : properties;
            if (Make(GeneratedIds.Role(machine.LogicalId), machine, properties) is { } role)
            {
                yield return role;
            }
        }

        var name = machine.Physical.Name;
        var alias = values.Flag("UseAliasAsEventTarget") == true && values.Text("AutoPublishAlias") is { } published ? $":{published}" : "";
        var arn = machine.Physical.Arn("states", $"stateMachine:{name}{alias}");
        foreach (var (logicalId, properties) in EventRoles.OfStateMachine(machine, arn).Concat(new EventResources(machine, arn, evaluator).All()))
        {
            if (Make(logicalId, machine, properties) is { } starter)
            {
                yield return starter;
            }
        }
    }

    // aws-sam-translator, StateMachineGenerator.to_cloudformation.
    private static void CheckStateMachine(Resource machine)
    {
        var values = machine.Values;
        if (values["Definition"] is null == values["DefinitionUri"] is null)
        {
            values.Report(
                "Definition", values["Definition"] is null ? "Either 'Definition' or 'DefinitionUri' property must be specified."
                    : "Specify either 'Definition' or 'DefinitionUri' property and not both.",
                "Give one of them.");
        }

        if (values["Role"] is not null && !values.Items("Policies").IsEmpty)
        {
            values.Report("Policies", "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them", "Remove one of them.");
        }
    }

    // aws-sam-translator, CapacityProviderGenerator._create_operator_role.
    private IEnumerable<Resource> OfCapacityProvider(Resource provider)
    {
        var line = provider.Declaration.Line;
        if (Make($"{provider.LogicalId}OperatorRole", provider, MapNode.Of(
            line,
            ("AssumeRolePolicyDocument", Statements.Trust("lambda.amazonaws.com", line)),
            ("ManagedPolicyArns", new ListNode([ScalarNode.Of($"{GeneratedRole.ManagedPrefix}AWSLambdaManagedEC2ResourceOperator", line)], line)),
            ("Tags", new ListNode([MapNode.Of(line, ("Key", ScalarNode.Of(GeneratedRole.CreatedBy, line)), ("Value", ScalarNode.Of("SAM", line)))], line)))) is { } role)
        {
            yield return role;
        }
    }

    // aws-sam-translator, DeploymentPreferenceCollection.get_codedeploy_iam_role.
    private IEnumerable<Resource> CodeDeployRole()
    {
        if (table[GeneratedIds.CodeDeployRole] is not { GeneratedFor: { } cause, Line: var line } declaration
            || !Expansion.IsCreated(declaration, evaluator) || evaluator.References.Physical(declaration) is not { } physical)
        {
            return [];
        }

        var properties = MapNode.Of(
            line,
            ("AssumeRolePolicyDocument", Statements.Trust("codedeploy.amazonaws.com", line)),
            ("ManagedPolicyArns", new ListNode([ScalarNode.Of($"{GeneratedRole.ManagedPrefix}service-role/AWSCodeDeployRoleForLambda", line)], line)));
        return [new Resource(declaration, physical, new Values(properties, cause, "DeploymentPreference", errors))];
    }

    private bool IsGenerated(string logicalId, Resource owner) => table[logicalId]?.GeneratedFor == owner.LogicalId;

    private Resource? Make(string logicalId, Resource owner, MapNode properties, string path = "") =>
        IsGenerated(logicalId, owner) && evaluator.References.Physical(table[logicalId]!) is { } physical
            ? new Resource(table[logicalId]!, physical, new Values(properties, owner.LogicalId, path, errors))
            : null;
}
