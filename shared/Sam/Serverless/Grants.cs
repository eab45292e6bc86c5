using System.Collections.Immutable;
using Sam.Documents;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The permissions to call functions that the transform writes: for events, for the authorizers of APIs, for URLs that are open to everybody.</summary>
internal sealed class Grants(ImmutableArray<Resource> resources, FunctionArns functions, Evaluator evaluator)
{
    private const string ApiGateway = "apigateway.amazonaws.com";

    public IEnumerable<Grant> All(FunctionEvents events) =>
    [
        .. OfRoutes(events.Routes),
        .. events.Triggers.GroupBy(static trigger => trigger.Function).Select(OfTriggers),
        .. resources.Where(static api => api.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi").SelectMany(OfAuthorizers),
        .. resources.Where(static api => api.TypeName == WebSocketApis.TypeName).SelectMany(OfWebSockets),
        .. resources.Where(static function => function.TypeName == "AWS::Serverless::Function").SelectMany(OfUrl),
        .. resources.Where(static function => function.TypeName == "AWS::Serverless::Function").SelectMany(OfEvents),
    ];

    // aws-sam-translator, HttpApi._get_permission: a function that has the catch-all route needs no other permission. It does not find an alias there.
    private IEnumerable<Grant> OfRoutes(ImmutableArray<ApiEvent> routes)
    {
        var covered = routes.Where(static route => route is { Path: RoutePath.CatchAll, IsSpelledAsPath: false, Qualifier: null })
            .Select(static route => (route.Api, route.Function.LogicalId)).ToHashSet();
        return routes
            .Where(route => FunctionArns.IsFunction(route.Function) && (route.Path == RoutePath.CatchAll || !covered.Contains((route.Api, route.Function.LogicalId))))
            .Select(route => new Grant(Target(route.Function), ApiGateway, route.Line)
            {
                SourceArn = route.Function.Physical.Arn("execute-api", $"{route.SourceApiId}/{route.InArn}"),
            });
    }

    // aws-sam-translator, Cognito.to_cloudformation: all of a function's events share one permission resource, so that the last one by name stays.
    private Grant OfTriggers(IEnumerable<TriggerEvent> ofFunction)
    {
        var sorted = ofFunction.OrderBy(static trigger => trigger.Name, StringComparer.Ordinal).ToList();
        var last = sorted[^1];
        foreach (var other in sorted.Where(other => other.Pool != last.Pool))
        {
            other.Values.Trap(
                TrapKind.OnePoolMayCall, other.Line,
                $"The transform writes one permission for all Cognito events of {other.Function.LogicalId}, the one for {last.Pool.LogicalId} of {last.Name}: "
                + $"{other.Pool.LogicalId} may not call the function.",
                $"Add an AWS::Lambda::Permission for {other.Pool.LogicalId}, or use a function for each pool.");
        }

        return new Grant(Target(last.Function), "cognito-idp.amazonaws.com", last.Line) { SourceArn = last.Pool.Declaration.Type!.Attributes["Arn"](last.Pool.Physical) };
    }

    // A REST API's authorizer gets its permission unless the template says no, an HTTP API's only when it says yes.
    private IEnumerable<Grant> OfAuthorizers(Resource api)
    {
        var authorizers = api.Values.Inner("Auth").Inner("Authorizers");
        foreach (var (name, line) in authorizers.Map.Entries.Where(static entry => entry.Value is MapNode).Select(static entry => (entry.Key, entry.KeyLine)))
        {
            var authorizer = authorizers.Inner(name);
            var granted = api.TypeName == "AWS::Serverless::Api"
                ? authorizer.Flag("DisableFunctionDefaultPermissions") != true
                : authorizer.Flag("EnableFunctionDefaultPermissions") == true;
            if (granted && authorizer.Text("FunctionArn") is { } arn && functions.Target(arn) is { } function)
            {
                yield return new Grant(function, ApiGateway, line)
                {
                    SourceArn = api.Physical.Arn("execute-api", $"{DerivedId.Api(api.Physical.Stack, api.LogicalId)}/authorizers/*"),
                };
            }
        }
    }

    // aws-sam-translator, WebSocketApiGenerator: each route's function, and the authorizer's where no role calls it.
    private IEnumerable<Grant> OfWebSockets(Resource api)
    {
        var id = api.Declaration.Type!.Ref(api.Physical);
        var stage = api.Values["StageName"] is null ? WebSocketApis.DefaultStage : api.Values.Text("StageName");
        var routes = api.Values.Inner("Routes");
        foreach (var (key, line) in routes.Map.Entries.Where(static entry => entry.Value is MapNode).Select(static entry => (entry.Key, entry.KeyLine)))
        {
            if (stage is not null && routes.Inner(key).Text("FunctionArn") is { } arn && functions.Target(arn) is { } function)
            {
                yield return new Grant(function, ApiGateway, line) { SourceArn = api.Physical.Arn("execute-api", $"{id}/{stage}/{key}") };
            }
        }

        var auth = api.Values.Inner("Auth");
        if (auth["InvokeRole"] is null && auth["AuthType"] is ScalarNode { Text: "CUSTOM" } && auth.Text("AuthArn") is { } asked && functions.Target(asked) is { } authorizer)
        {
            yield return new Grant(authorizer, ApiGateway, auth.LineOf("AuthArn")) { SourceArn = api.Physical.Arn("execute-api", $"{id}/authorizers/*") };
        }
    }

    // aws-sam-translator, _construct_url_permission: NONE as it is written, not what a function comes to.
    private IEnumerable<Grant> OfUrl(Resource function)
    {
        if ((function.Declaration.Properties["FunctionUrlConfig"] as MapNode)?["AuthType"] is not ScalarNode { Text: "NONE" } written)
        {
            return [];
        }

        return
        [
            new Grant(Target(function), "*", written.Line)
            {
                Sid = GeneratedIds.UrlPermission(function.LogicalId), Action = "lambda:InvokeFunctionUrl", FunctionUrlAuthType = "NONE",
            },
            new Grant(Target(function), "*", written.Line) { Sid = GeneratedIds.UrlInvokePermission(function.LogicalId), ThroughUrlAlone = true },
        ];
    }

    private IEnumerable<Grant> OfEvents(Resource function)
    {
        var stack = function.Physical.Stack;
        foreach (var (name, type, own) in StateMachineExpansion.EventsOf(function.Values["Events"]))
        {
            var grant = EventSource.All.TryGetValue(type, out var source) && !source.IsDelivered && source.Principal is { } principal
                ? new Grant(Target(function), principal, own.Line) { Sid = GeneratedIds.EventPermission(function.LogicalId, name) } : null;
            var whole = (type, grant) switch
            {
                (_, null) => null,
                ("S3", _) => grant with { SourceAccount = stack.AccountId },
                ("SNS", _) => own["SqsSubscription"] is null or ScalarNode { Text: "false" } && own["Topic"] is ScalarNode topic ? grant with { SourceArn = topic.Text } : null,
                ("AlexaSkill", _) => own["SkillId"] is UnknownNode ? null : grant with { EventSourceToken = (own["SkillId"] as ScalarNode)?.Text },
                ("IoTRule", _) => grant with { SourceArn = function.Physical.Arn("iot", $"rule/{NameOf(function, name)}"), SourceAccount = stack.AccountId },
                ("CloudWatchLogs", _) => own["LogGroupName"] is ScalarNode group ? grant with { SourceArn = function.Physical.Arn("logs", $"log-group:{group.Text}:*") } : null,
                _ => RuleArn(function, name, own) is { } rule ? grant with { SourceArn = rule } : null,
            };
            if (whole is not null)
            {
                yield return whole;
            }
        }
    }

    private string? RuleArn(Resource function, string name, MapNode own) => own["EventBusName"] switch
    {
        UnknownNode or MapNode => null,
        ScalarNode { Text: not "default" } bus => function.Physical.Arn("events", $"rule/{bus.Text[(bus.Text.LastIndexOf('/') + 1)..]}/{NameOf(function, name)}"),
        _ => function.Physical.Arn("events", $"rule/{NameOf(function, name)}"),
    };

    private string NameOf(Resource function, string name)
    {
        var id = GeneratedIds.Event(function.LogicalId, name);
        return evaluator.References.Declared(id) is { } declared && evaluator.References.Physical(declared) is { } physical
            ? physical.Name : new GeneratedName(64, NameLetters.Mixed).For(function.Physical.Stack, id);
    }

    private FunctionTarget Target(Resource function) => new(function.LogicalId, FunctionExpansion.AliasOf(function.Declaration, evaluator));
}
