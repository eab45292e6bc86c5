using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Iam;

namespace Sam.Tests.Transform;

/// <summary>What a stack grants, in the form that <c>official/transform.py</c> says it in for the official transform.</summary>
internal static class NormalForm
{
    public static JsonObject Of(Stack stack) => new()
    {
        ["apis"] = Object(
            stack.Apis.Select(static api => (Api)api).Concat(stack.HttpApis).Concat(stack.WebSocketApis).GroupBy(static api => api.LogicalId),
            static stages => stages.Key,
            stages => Api(stack, [.. stages])),
        ["cognito"] = Object(
            stack.UserPools.Select(static one => (one.LogicalId, one.Properties)).Concat(stack.IdentityPools.Select(static one => (one.LogicalId, one.Properties))),
            static one => one.LogicalId,
            one => Cognito(stack, one.LogicalId, one.Properties)),
        ["roles"] = Object(stack.Roles, static role => role.LogicalId, role => Role(stack, role)),
        ["functions"] = Object(stack.Functions, static function => function.LogicalId, Function),
        ["permissions"] = Permissions(stack),
    };

    // A property that closes a pool is not among those that it is made with.
    private static JsonNode Cognito(Stack stack, string logicalId, JsonObject properties)
    {
        var form = properties.DeepClone();
        if (stack.Closures.FirstOrDefault(closure => closure.Resource == logicalId) is { } closure)
        {
            form["closed"] = Reason(closure);
        }

        return form;
    }

    // An API with several stages is as many APIs of one name.
    private static JsonObject Api(Stack stack, Api[] stages)
    {
        var api = new JsonObject
        {
            ["closed"] = stack.Closures.FirstOrDefault(closure => closure.Resource == stages[0].LogicalId) is { } closure ? Reason(closure) : null,
            ["stages"] = Texts(stages.Select(static stage => stage.StageName).Where(static name => name.Length > 0)),
            ["routes"] = Object(stages[0].Routes, static route => Key(route), route => Route(stack, route)),
        };
        if (stages[0] is RestApi rest)
        {
            api["kind"] = "REST";
            api["policy"] = rest.ResourcePolicy is { } policy ? Statements(policy) : null;
            api["private"] = rest.IsPrivate;
        }
        else if (stages[0] is HttpApi http)
        {
            api["kind"] = "HTTP";
            api["cors"] = http.Cors is { } cors ? Cors(cors) : null;
        }
        else
        {
            api["kind"] = "WEBSOCKET";
        }
        return api;
    }

    private static string Key(Route route) => route.Path.StartsWith('/') ? $"{route.Method} {route.Path}" : route.Path;

    private static JsonObject Route(Stack stack, Route route) => route.Authorizer is ClosedAuthorizer closed
        ? ClosedRoute(stack, route, closed)
        : OpenRoute(stack, route);

    // As far as it is known in spite of that.
    private static JsonObject ClosedRoute(Stack stack, Route route, ClosedAuthorizer closed)
    {
        var form = new JsonObject { ["closed"] = Reason(closed.Closure) };
        if (closed.Instead is { } instead)
        {
            form["authorizer"] = Authorizer(stack, instead);
        }
        if (stack.Functions.Any(function => function.LogicalId == route.FunctionLogicalId))
        {
            form["function"] = FunctionArn(stack, route.FunctionLogicalId, route.FunctionQualifier);
        }
        return form;
    }

    private static JsonObject OpenRoute(Stack stack, Route route) => new()
    {
        ["authorizer"] = Authorizer(stack, route.Authorizer),
        ["key"] = route.ApiKeyRequired,
        ["integration"] = route.Mock is not null ? "mock" : route.Http is { } http ? http.IsProxy ? "http_proxy" : "http" : "aws_proxy",
        ["credentials"] = Credentials(route.Credentials),
        ["uri"] = route.Http?.Uri,
        ["function"] = CallsFunction(route) ? FunctionArn(stack, route.FunctionLogicalId, route.FunctionQualifier) : null,
        ["preflight"] = route.Mock is { } answer ? Preflight(answer) : null,
        ["timeout"] = CallsFunction(route) ? (int)route.IntegrationTimeout.TotalMilliseconds : null,
        ["format"] = CallsFunction(route) ? route.PayloadFormatVersion : null,
    };

    private static bool CallsFunction(Route route) => route.Mock is null && route.Http is null;

    private static string? Credentials(IntegrationCredentials credentials) => credentials.IsCaller ? "arn:aws:iam::*:user/*" : credentials.RoleArn?.ToString();

    private static JsonObject Preflight(MockAnswer answer) => new(answer.Headers
        .Where(static header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase))
        .Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)header.Value)));

    private static JsonNode Authorizer(Stack stack, Authorizer authorizer) => authorizer.Match<JsonNode>(
        static _ => "NONE",
        static _ => "AWS_IAM",
        static cognito => new JsonObject
        {
            ["name"] = cognito.Name,
            ["type"] = "cognito_user_pools",
            ["pools"] = Texts(cognito.UserPoolArns),
            ["header"] = cognito.Header,
            ["expression"] = cognito.ValidationExpression,
            ["scopes"] = Texts(cognito.Scopes),
        },
        static jwt => new JsonObject
        {
            ["name"] = jwt.Name,
            ["type"] = "jwt",
            ["issuer"] = jwt.Issuers.Single().Issuer,
            ["audience"] = Texts(jwt.Issuers.Single().Audiences),
            ["source"] = Texts([jwt.IdentitySource]),
            ["scopes"] = Texts(jwt.Scopes),
        },
        lambda => new JsonObject
        {
            ["name"] = lambda.Name,
            ["type"] = lambda.TokenOnly ? "token" : "request",
            ["function"] = FunctionArn(stack, lambda.FunctionLogicalId, lambda.FunctionQualifier),
            ["credentials"] = lambda.CredentialsArn?.ToString(),
            ["sources"] = Texts(lambda.IdentitySources),
            ["seconds"] = (int)lambda.CacheTtl.TotalSeconds,
            ["expression"] = lambda.ValidationExpression,
            ["format"] = lambda.PayloadFormatVersion,
            ["simple"] = lambda.EnableSimpleResponses,
        },
        closed => closed.Instead is { } instead ? Authorizer(stack, instead) : "closed");

    // The transform writes what the template gives, and nothing for the rest.
    private static JsonObject Cors(CorsConfiguration cors)
    {
        var written = new JsonObject();
        foreach (var (name, values) in new[] { ("allowOrigins", cors.AllowOrigins), ("allowMethods", cors.AllowMethods), ("allowHeaders", cors.AllowHeaders), ("exposeHeaders", cors.ExposeHeaders) })
        {
            if (!values.IsEmpty)
            {
                written[name] = Texts(values);
            }
        }
        if (cors.MaxAgeSeconds is { } seconds)
        {
            written["maxAge"] = seconds;
        }
        if (cors.AllowCredentials)
        {
            written["allowCredentials"] = true;
        }
        return written;
    }

    private static string FunctionArn(Stack stack, string logicalId, string? qualifier) =>
        $"{stack.Functions.Single(function => function.LogicalId == logicalId).Arn}{(qualifier is null ? "" : ":" + qualifier)}";

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);

    private static string Reason(Closure closure) => $"{closure.Resource}.{closure.Property}: {closure.Message}";

    private static JsonObject Role(Stack stack, Role role) => ClosureOf(stack, role) is { } closure
        ? new JsonObject { ["closed"] = Reason(closure), ["path"] = role.Path, ["trust"] = JsonNode.Parse(role.TrustPolicy.Json) }
        : OpenRole(role);

    // The transform moves a function's policies to the role that it generates.
    private static Closure? ClosureOf(Stack stack, Role role) => stack.Closures.FirstOrDefault(
        closure => closure.Resource == role.LogicalId
            || (closure.Property.StartsWith("Policies", StringComparison.Ordinal) && role.LogicalId == closure.Resource + "Role")
            || (closure.Property.StartsWith("PermissionsBoundary", StringComparison.Ordinal) && role.LogicalId.StartsWith(closure.Resource, StringComparison.Ordinal)));

    private static JsonObject OpenRole(Role role) => new()
    {
        ["path"] = role.Path,
        ["trust"] = JsonNode.Parse(role.TrustPolicy.Json),
        ["managed"] = new JsonArray([.. role.Policies.Select(static policy => policy.Origin.Arn).OfType<string>().Order(StringComparer.Ordinal).Select(static arn => JsonValue.Create(arn))]),
        ["inline"] = Object(role.Policies.Where(static policy => policy.Origin.Arn is null), static policy => policy.Origin.Name, static policy => JsonNode.Parse(policy.Json)!),
        ["boundary"] = role.Boundary?.Origin.Arn,
        ["tags"] = Object(role.Tags, static tag => tag.Key, static tag => JsonValue.Create(tag.Value)),
        ["seconds"] = (int)role.MaxSessionDuration.TotalSeconds,
    };

    private static JsonObject Function(Function function) => function.Closed is { } closure
        ? new JsonObject { ["closed"] = Reason(closure), ["role"] = closure.Property == "Role" ? null : function.RoleArn.ToString() }
        : OpenFunction(function);

    private static JsonObject OpenFunction(Function function) => new()
    {
        ["role"] = function.RoleArn.ToString(),
        ["handler"] = function.Handler,
        ["runtime"] = function.Runtime,
        ["timeout"] = (int)function.Timeout.TotalSeconds,
        ["memory"] = function.MemorySizeMb,
        ["environment"] = Object(function.Environment, static variable => variable.Key, static variable => JsonValue.Create(variable.Value)),
        ["tags"] = Object(function.Tags, static tag => tag.Key, static tag => JsonValue.Create(tag.Value)),
    };

    private static JsonArray Permissions(Stack stack) => new([.. stack.Functions
        .SelectMany(static function => function.QualifierPolicies.Select(static one => ((string?)one.Key, (Policy?)one.Value)).Prepend((null, function.ResourcePolicy))
            .SelectMany(one => one.Item2 is { } policy ? Statements(policy).Select(statement => (Arn: function.ArnOf(one.Item1), statement: statement!.AsObject())) : []))
        .Select(static pair => (FunctionName: pair.Arn.Resource["function:".Length..], Principal: Principal(pair.statement), Source: SourceArn(pair.statement)))
        .Where(static one => !one.Principal.Contains(".amazon", StringComparison.Ordinal) || one.Principal == "apigateway.amazonaws.com")
        .Select(static one => new JsonArray(one.FunctionName, one.Principal, one.Source))]);

    // As a permission's Principal has it: an account is its number.
    private static string Principal(JsonObject statement) => statement["Principal"] switch
    {
        JsonObject principal when principal["Service"] is { } service => (string)service!,
        JsonObject principal => Regex.Replace((string)principal["AWS"]!, "^arn:aws:iam::([0-9]{12}):root$", "$1"),
        var everybody => (string)everybody!,
    };

    private static string SourceArn(JsonObject statement) => (statement["Condition"] as JsonObject ?? [])
        .SelectMany(static condition => condition.Value!.AsObject())
        .Where(static key => key.Key.Equals("aws:SourceArn", StringComparison.OrdinalIgnoreCase))
        .Select(static key => (string)(key.Value is JsonArray { Count: 1 } list ? list[0] : key.Value)!)
        .FirstOrDefault("");

    private static JsonArray Statements(Policy policy) => JsonNode.Parse(policy.Json)!["Statement"]! switch
    {
        JsonArray statements => (JsonArray)statements.DeepClone(),
        var single => [single.DeepClone()],
    };

    private static JsonObject Object<T>(IEnumerable<T> items, Func<T, string> key, Func<T, JsonNode> value) =>
        new(items.DistinctBy(key).Select(item => KeyValuePair.Create<string, JsonNode?>(key(item), value(item))));
}
