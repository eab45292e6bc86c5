using System.Collections.Immutable;
using Iam;
using Sam.Authorizers;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Builds the REST APIs from <c>AWS::Serverless::Api</c> and the events that name them.</summary>
internal sealed class Apis(
    ImmutableArray<Resource> resources, ImmutableArray<ApiEvent> events, PolicyCompiler compiler, CredentialsReader credentials, DependencyGraph dependencies, ErrorList errors,
    string file)
{
    private readonly RestAuthorizers authorizerReader = new(new FunctionArns(resources), credentials);

    public ImmutableArray<RestApi> Build() =>
        [.. resources.Where(static resource => resource.TypeName == "AWS::Serverless::Api").Select(Build)];

    private RestApi Build(Resource api)
    {
        var values = api.Values;
        var mine = events.Where(one => one.Api == api.LogicalId).ToList();
        var stage = values.Text("StageName") ?? "";
        CheckEndpoint(values);
        CheckCors(values);
        var preflights = Preflights.Read(values, errors);
        foreach (var route in mine)
        {
            // The API's document holds the function's ARN.
            dependencies.Add(api.LogicalId, route.Function.LogicalId, route.Line);
        }

        return new RestApi
        {
            LogicalId = api.LogicalId,
            ApiId = ApiId(api),
            Name = values.Text("Name") ?? api.Physical.Stack.StackName,
            StageName = stage,
            StageVariables = values.TextMap("Variables"),
            ResourcePolicy = ResourcePolicy(api, stage, mine, preflights is not null),
            Routes = Routes(values, mine, preflights),
            // The transform lets "~1" stand for the slash, which a key of a map could not hold.
            BinaryMediaTypes = [.. values.Texts("BinaryMediaTypes").Select(static type => type.Text.Replace("~1", "/", StringComparison.Ordinal))],
            Line = new SourceLine(file, api.Declaration.Line),
        };
    }

    private static string ApiId(Resource api) => api.Declaration.Type!.Ref(api.Physical);

    private ImmutableArray<Route> Routes(Values api, List<ApiEvent> mine, Preflights? preflights)
    {
        var authorizers = new RestRouteAuthorizers(api.Inner("Auth"), authorizerReader.Read(api.Inner("Auth")), credentials);
        var routes = ImmutableArray.CreateBuilder<Route>();
        var declared = new Dictionary<(string, string), int>();
        foreach (var one in mine)
        {
            if (!declared.TryAdd((one.Method, one.Path), one.Line))
            {
                one.Values.Report("Path", $"{one.Method} {one.Path} was already declared on line {declared[(one.Method, one.Path)]}.", "Remove one of the two events.");
            }

            CheckSiblings(one, mine);
            var authorizer = authorizers.For(one);
            var called = authorizers.CredentialsOf(one, authorizer);
            if (ClosedRoutes.Guard(authorizer, one, api) is { } guard)
            {
                routes.Add(new Route
                {
                    Method = one.Method,
                    Path = one.Path,
                    Authorizer = guard,
                    FunctionLogicalId = one.Function.LogicalId,
                    FunctionQualifier = one.Qualifier,
                    Credentials = called,
                    IntegrationTimeout = TimeSpan.FromMilliseconds(one.Values.Integer("TimeoutInMillis", 50, 29000) ?? 29000),
                    Line = new SourceLine(file, one.Line),
                });
            }
        }

        if (preflights is not null && ClosedRoutes.Guard(authorizers.ForPreflight(), null, api) is { } guardOfPreflights)
        {
            routes.AddRange(Preflights.PathsOf(mine).Select(path => preflights.For(path, mine) is { } answer ? new Route
            {
                Method = "OPTIONS",
                Path = path,
                Authorizer = guardOfPreflights,
                FunctionLogicalId = "",
                Preflight = answer,
                Line = new SourceLine(file, api.LineOf("Cors")),
            } : null).OfType<Route>());
        }

        return routes.DrainToImmutable();
    }

    // API Gateway: "A sibling ({id}) of this resource already has a variable path part -- only one is allowed".
    private void CheckSiblings(ApiEvent one, List<ApiEvent> mine)
    {
        var segments = one.Path.Split('/');
        foreach (var other in mine.TakeWhile(other => other != one))
        {
            var theirs = other.Path.Split('/');
            var common = segments.Zip(theirs).TakeWhile(static pair => pair.First == pair.Second).Count();
            if (common < segments.Length && common < theirs.Length
                && segments[common] is ['{', .., '}'] and not [.., '+', '}'] && theirs[common] is ['{', .., '}'] and not [.., '+', '}'])
            {
                errors.Add(
                    one.Values.LineOf("Path"), one.Function.LogicalId, "Events",
                    $"'{one.Path}' calls a variable {segments[common]} that '{other.Path}' (line {other.Line}) calls {theirs[common]}; API Gateway takes one name in one place.",
                    "Use the same name in both.");
                return;
            }
        }
    }

    private Policy? ResourcePolicy(Resource api, string stage, List<ApiEvent> mine, bool hasPreflights)
    {
        var values = api.Values;
        var own = values.Inner("Auth").Inner("ResourcePolicy");
        var statements = new ResourcePolicyStatements();
        AddOfEvents(statements, api, stage, mine);
        CheckAbbreviations(own, mine);
        foreach (var path in mine.GroupBy(static route => route.Path))
        {
            // The transform adds the preflight methods before it writes the API's statements, and after those of the events.
            statements.AddForPath(own, stage, path.Key, path.Select(static route => route.Method).Concat(hasPreflights ? ["OPTIONS"] : []).Distinct());
        }

        statements.AddCustom(own);
        var line = own.Map.Line;
        var executeApi = api.Physical.Arn("execute-api", ApiId(api));
        var written = statements.Document(line);
        if (written is not null && values["Policy"] is not null)
        {
            values.Report("Policy", "The API has a resource policy in Policy and another one in Auth.ResourcePolicy.", "Keep one of them.");
        }

        var (document, property) = written is null ? (values["Policy"], "Policy") : (written, "Auth.ResourcePolicy");
        return document is null
            ? null
            : compiler.Compile(document, PolicyKind.Resource, $"{api.LogicalId}.{property}", api.LogicalId, property, executeApiArn: executeApi);
    }

    // What an event states comes first, and covers the methods that its path has by then: the transform's order.
    private static void AddOfEvents(ResourcePolicyStatements statements, Resource api, string stage, List<ApiEvent> mine)
    {
        var soFar = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var route in mine)
        {
            var methods = soFar[route.Path] = [.. soFar.GetValueOrDefault(route.Path) ?? [], route.Method];
            var policy = route.Auth.Inner("ResourcePolicy");
            CheckStage(api, policy);
            CheckAbbreviations(policy, mine);
            CheckParameters(policy, route, mine);
            statements.AddForPath(policy, stage, route.Path, methods);
            statements.AddCustom(policy);
        }
    }

    // The allow list of addresses or networks: an allow for everybody, and a deny for the rest of the world.
    private static void CheckAbbreviations(Values policy, List<ApiEvent> mine)
    {
        foreach (var property in policy.Map.Given.Select(static e => e.Key)
            .Where(static key => key is not "AwsAccountWhitelist" && key.EndsWith("Whitelist", StringComparison.Ordinal)))
        {
            policy.Trap(
                TrapKind.AddressAllowList, policy.LineOf(property),
                $"{property} makes the transform write an Allow for Principal \"*\" beside a Deny for everywhere else: "
                + $"whoever is inside gets in without any permission of its own, and {(mine.Count == 1 ? "the route is" : "all routes are")} open to every principal there.",
                "Write the Deny alone under CustomStatements, and leave the Allow to identity policies.");
        }
    }

    // In a statement that the transform writes, a path parameter becomes "*", which also matches slashes.
    private static void CheckParameters(Values policy, ApiEvent route, List<ApiEvent> mine)
    {
        if (!route.Path.Contains('{', StringComparison.Ordinal) || policy.Map.Given.All(static e => e.Key == "CustomStatements"))
        {
            return;
        }

        var prefix = route.Path[..route.Path.IndexOf('{', StringComparison.Ordinal)];
        var suffix = route.Path[(route.Path.LastIndexOf('}') + 1)..];
        foreach (var other in mine.Where(o => o.Method == route.Method && o.Path != route.Path
            && o.Path.StartsWith(prefix, StringComparison.Ordinal) && o.Path.EndsWith(suffix, StringComparison.Ordinal) && o.Path.Length > route.Path.Length))
        {
            policy.Trap(
                TrapKind.ParameterBecomesStar, route.Line,
                $"The transform writes {RoutePath.InArn(route.Path)} for {route.Path} into the statement, and its '*' takes in slashes: "
                + $"the statement is about {other.Method} {other.Path} too.",
                "Write the statement under CustomStatements, with one for each route.");
        }
    }

    // aws-sam-translator, resources_to_link_for_rest_api: a StageName that is a function becomes the literal text "Stage".
    private static void CheckStage(Resource api, Values policy)
    {
        if (api.Declaration.Properties["StageName"] is MapNode
            && policy.Map.Given.FirstOrDefault(static entry => entry.Key != "CustomStatements") is { Key: { } abbreviation })
        {
            policy.Report(
                abbreviation,
                $"The transform writes the stage 'Stage' into this statement, because StageName of {api.LogicalId} is a function; on AWS the statement would guard nothing.",
                "Move it to CustomStatements, or write StageName as text.");
        }
    }

    private static void CheckCors(Values api)
    {
        var auth = api.Inner("Auth");
        if (api["Cors"] is not null && auth.Text("DefaultAuthorizer") == "AWS_IAM" && auth.Flag("AddDefaultAuthorizerToCorsPreflight") != false)
        {
            api.Trap(
                TrapKind.SignedPreflight,
                api.LineOf("Cors"),
                "The transform puts AWS_IAM on the OPTIONS methods that it adds for Cors, and browsers send preflight requests without a signature: no browser gets past it.",
                "Write 'AddDefaultAuthorizerToCorsPreflight: false' in the API's Auth.");
        }
    }

    private static void CheckEndpoint(Values api)
    {
        var type = api["EndpointConfiguration"] switch
        {
            ScalarNode scalar => scalar.Text,
            MapNode map => (map["Type"] as ScalarNode ?? (map["Types"] as ListNode)?.Items.FirstOrDefault() as ScalarNode)?.Text,
            _ => null,
        };
        if (type == "PRIVATE")
        {
            api.Close(
                "EndpointConfiguration", "LocalAws does not enforce which VPC endpoints reach a private API.",
                "Give it only where the template is deployed, with Fn::If.");
        }
    }
}
