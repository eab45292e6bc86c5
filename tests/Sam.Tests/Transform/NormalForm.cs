using System.Text.Json;
using System.Text.Json.Nodes;
using Iam;

namespace Sam.Tests.Transform;

/// <summary>What a stack grants, in the form that <c>transform.py</c> prints for the real transform.</summary>
internal static class NormalForm
{
    public static string Of(Stack stack) => Canonical(new JsonObject
    {
        ["apis"] = Object(stack.Apis, static api => api.LogicalId, api => Api(stack, api)),
        ["httpApis"] = Object(stack.HttpApis, static api => api.LogicalId, api => HttpApi(stack, api)),
        ["cognito"] = Object(
            stack.UserPools.Select(static one => (one.LogicalId, one.Properties)).Concat(stack.IdentityPools.Select(static one => (one.LogicalId, one.Properties))),
            static one => one.LogicalId,
            static one => one.Properties.DeepClone()),
        ["roles"] = Object(stack.Roles, static role => role.LogicalId, Role),
        ["functions"] = Object(stack.Functions, static function => function.LogicalId, Function),
        ["permissions"] = Permissions(stack),
    });

    /// <summary>JSON with keys and lists sorted, one value a line, so that a difference shows as a line.</summary>
    public static string Canonical(JsonNode node) => Sorted(node)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static JsonObject Api(Stack stack, RestApi api) => new()
    {
        ["stage"] = api.StageName,
        ["routes"] = Routes(stack, api),
        ["policy"] = api.ResourcePolicy is { } policy ? Statements(policy) : null,
    };

    private static JsonObject HttpApi(Stack stack, HttpApi api) => new()
    {
        ["stage"] = api.StageName,
        ["routes"] = Routes(stack, api),
        ["cors"] = api.Cors is { } cors ? Cors(cors) : null,
    };

    private static JsonArray Routes(Stack stack, Api api) => new([.. api.Routes
        .OrderBy(static route => route.Path, StringComparer.Ordinal).ThenBy(static route => route.Method, StringComparer.Ordinal)
        .Select(route => new JsonObject
        {
            ["method"] = route.Method,
            ["path"] = route.Path,
            ["authorizer"] = Authorizer(stack, route.Authorizer),
            ["credentials"] = null,
            ["function"] = route.Mock is null ? FunctionArn(stack, route.FunctionLogicalId) : null,
            ["preflight"] = route.Mock is { } preflight ? Preflight(preflight) : null,
            ["timeout"] = (int)route.IntegrationTimeout.TotalMilliseconds,
            ["format"] = route.PayloadFormatVersion,
        })]);

    private static JsonObject Preflight(MockAnswer answer) =>
        new(answer.Headers.Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)header.Value)));

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
            ["source"] = jwt.IdentitySource,
            ["scopes"] = Texts(jwt.Scopes),
        },
        lambda => new JsonObject
        {
            ["name"] = lambda.Name,
            ["type"] = lambda.TokenOnly ? "token" : "request",
            ["function"] = FunctionArn(stack, lambda.FunctionLogicalId),
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

    private static string FunctionArn(Stack stack, string logicalId) => stack.Functions.Single(function => function.LogicalId == logicalId).Arn.ToString();

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);

    private static JsonObject Role(Role role) => new()
    {
        ["path"] = role.Path,
        ["trust"] = JsonNode.Parse(role.TrustPolicy.Json),
        ["managed"] = new JsonArray([.. role.Policies.Select(static policy => policy.Origin.Arn).OfType<string>().Order(StringComparer.Ordinal).Select(static arn => JsonValue.Create(arn))]),
        ["inline"] = Object(role.Policies.Where(static policy => policy.Origin.Arn is null), static policy => policy.Origin.Name, static policy => JsonNode.Parse(policy.Json)!),
        ["boundary"] = role.Boundary?.Origin.Arn,
        ["tags"] = Object(role.Tags, static tag => tag.Key, static tag => JsonValue.Create(tag.Value)),
        ["seconds"] = (int)role.MaxSessionDuration.TotalSeconds,
    };

    private static JsonObject Function(Function function) => new()
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
        .SelectMany(static function => function.ResourcePolicy is { } policy ? Statements(policy).Select(statement => (function, statement)) : [])
        .Select(static pair => (
            pair.function.FunctionName,
            Principal: (string)(pair.statement!["Principal"]!["Service"] ?? pair.statement["Principal"]!["AWS"])!,
            Source: (string?)pair.statement["Condition"]?["ArnLike"]?["AWS:SourceArn"] ?? ""))
        .Order()
        .Select(static one => new JsonArray(one.FunctionName, one.Principal, one.Source))]);

    private static JsonArray Statements(Policy policy) => JsonNode.Parse(policy.Json)!["Statement"]! switch
    {
        JsonArray statements => (JsonArray)statements.DeepClone(),
        var single => [single.DeepClone()],
    };

    private static JsonObject Object<T>(IEnumerable<T> items, Func<T, string> key, Func<T, JsonNode> value) =>
        new(items.Select(item => KeyValuePair.Create<string, JsonNode?>(key(item), value(item))));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        // Statements, and the texts in them, are sets to IAM; the transform writes some of them in the order of Python 2's hashes.
        JsonArray list => new JsonArray([.. list.Select(Sorted).OrderBy(static item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
