using Iam;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// A REST API's resource policy: what its document has, then what the events of its functions state, then what its own <c>Auth.ResourcePolicy</c> does, in the transform's
/// order; or its <c>Policy</c>. Source: aws-sam-translator's <c>SwaggerEditor.add_resource_policy</c>.
/// </summary>
internal sealed class RestApiPolicy(Resource api, string stage, PolicyCompiler compiler)
{
    private const string Property = "Auth.ResourcePolicy";

    // aws-sam-translator, resources_to_link_for_rest_api: a StageName that is a function becomes this text in what events state.
    private const string UnresolvedStage = "Stage";

    /// <summary>The policy, or null without one.</summary>
    /// <param name="document">The policy of the API's document.</param>
    /// <param name="events">The events whose policy the transform writes.</param>
    /// <param name="operations">The operations, before <c>Cors</c> adds some.</param>
    /// <param name="hasPreflights">Whether it does.</param>
    public Policy? Read(Node? document, IReadOnlyCollection<ApiEvent> events, OperationList operations, bool hasPreflights)
    {
        var values = api.Values;
        var own = values.Inner("Auth").Inner("ResourcePolicy");
        var statements = new ResourcePolicyStatements(document);
        AddOfEvents(statements, events, operations);
        AddUnknown(statements, values.Inner("Auth"));
        AddClosed(statements);
        CheckAbbreviations(own, operations);
        if (!own.Map.Entries.IsEmpty)
        {
            foreach (var path in operations.Paths)
            {
                // The transform adds the preflight methods before it writes the API's statements, and after those of the events.
                statements.AddForPath(own, stage, path, operations.KeysOf(path).Concat(hasPreflights ? ["OPTIONS"] : []).Distinct());
            }

            statements.AddCustom(own);
        }

        var written = statements.Document(own.Map.Line);
        if (written is not null && values["Policy"] is not null)
        {
            values.Close("", "The API has a resource policy in Policy and another one in its document, and which of them API Gateway takes is not known.", "Keep one of them.");
        }

        var (policy, property) = written is null ? (values["Policy"], "Policy") : (written, document is null ? Property : "DefinitionBody.x-amazon-apigateway-policy");
        return policy is null
            ? null
            : compiler.Compile(
                policy, PolicyKind.Resource, $"{api.LogicalId}.{property}", api.LogicalId, property,
                executeApiArn: api.Physical.Arn("execute-api", api.Declaration.Type!.Ref(api.Physical)));
    }

    // What an event states covers all methods that events and the document give its path.
    private void AddOfEvents(ResourcePolicyStatements statements, IReadOnlyCollection<ApiEvent> events, OperationList operations)
    {
        var stageOfEvents = api.Declaration.Properties["StageName"] is MapNode ? UnresolvedStage : stage;
        foreach (var route in events)
        {
            var policy = route.Auth.Inner("ResourcePolicy");
            AddUnknown(statements, route.Auth);
            if (policy.Map.Entries.IsEmpty)
            {
                continue;
            }

            CheckStage(policy);
            CheckAbbreviations(policy, operations);
            CheckParameters(policy, route, operations);
            // aws-sam-translator, stepfunctions' Api: an event of a state machine knows no stage.
            var isStateMachine = route.Function.TypeName == "AWS::Serverless::StateMachine";
            statements.AddForPath(policy, isStateMachine ? "None" : stageOfEvents, route.Path, operations.KeysOf(route.Path));
            statements.AddCustom(policy);
        }
    }

    private static void AddUnknown(ResourcePolicyStatements statements, Values auth)
    {
        if (auth["ResourcePolicy"] is UnknownNode unknown)
        {
            statements.AddUnknown(unknown);
        }
    }

    // Before the policy is compiled, only a part of it that nobody here knows has closed it: that may deny anything.
    private void AddClosed(ResourcePolicyStatements statements)
    {
        if (api.Values.ClosureOf(Property) is { Property.Length: > 0 } closure && closure.Property.StartsWith($"{Property}.", StringComparison.Ordinal))
        {
            statements.AddUnknown(new UnknownNode(closure.At.Line, new Unknown(closure.Message, closure.Remedy)));
        }
    }

    private void CheckStage(Values policy)
    {
        if (api.Declaration.Properties["StageName"] is MapNode && stage != UnresolvedStage
            && policy.Map.Given.FirstOrDefault(static entry => entry.Key != "CustomStatements") is { Key: { } abbreviation })
        {
            policy.Trap(
                TrapKind.WithoutEffect, policy.LineOf(abbreviation),
                $"The transform writes the stage 'Stage' into this statement, because StageName of {api.LogicalId} is a function: it guards nothing.",
                "Move it to CustomStatements, or write StageName as text.");
        }
    }

    // The allow list of addresses or networks: an allow for everybody, and a deny for the rest of the world.
    private static void CheckAbbreviations(Values policy, OperationList operations)
    {
        foreach (var property in policy.Map.Given.Select(static e => e.Key)
            .Where(static key => key is not "AwsAccountWhitelist" && key.EndsWith("Whitelist", StringComparison.Ordinal)))
        {
            policy.Trap(
                TrapKind.AddressAllowList, policy.LineOf(property),
                $"{property} makes the transform write an Allow for Principal \"*\" beside a Deny for everywhere else: "
                + $"whoever is inside gets in without any permission of its own, and "
                + $"{(operations.All.Count() == 1 ? "the route is" : "all routes are")} open to every principal there.",
                "Write the Deny alone under CustomStatements, and leave the Allow to identity policies.");
        }
    }

    // In a statement that the transform writes, a path parameter becomes "*", which also matches slashes.
    private static void CheckParameters(Values policy, ApiEvent route, OperationList operations)
    {
        if (!route.Path.Contains('{', StringComparison.Ordinal) || policy.Map.Given.All(static e => e.Key == "CustomStatements"))
        {
            return;
        }

        var prefix = route.Path[..route.Path.IndexOf('{', StringComparison.Ordinal)];
        var suffix = route.Path[(route.Path.LastIndexOf('}') + 1)..];
        foreach (var other in operations.All.Where(o => o.Method == route.Method && o.Path != route.Path
            && o.Path.StartsWith(prefix, StringComparison.Ordinal) && o.Path.EndsWith(suffix, StringComparison.Ordinal) && o.Path.Length > route.Path.Length))
        {
            policy.Trap(
                TrapKind.ParameterBecomesStar, route.Line,
                $"The transform writes {RoutePath.InArn(route.Path)} for {route.Path} into the statement, and its '*' takes in slashes: "
                + $"the statement is about {other.Method} {other.Path} too.",
                "Write the statement under CustomStatements, with one for each route.");
        }
    }
}
