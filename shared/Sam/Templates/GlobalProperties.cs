using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>
/// SAM's section <c>Globals</c>: properties that every function or API of the template inherits. Maps are merged,
/// lists are joined with the inherited items first, anything else is replaced.
/// </summary>
internal sealed class GlobalProperties
{
    // Which properties may be inherited; see "Globals section of the AWS SAM template".
    private static readonly FrozenDictionary<string, string[]> Supported = new Dictionary<string, string[]>
    {
        ["Function"] =
        [
            "Architectures", "AssumeRolePolicyDocument", "AutoPublishAlias", "AutoPublishAliasAllProperties", "CapacityProviderConfig",
            "CodeSigningConfigArn", "CodeUri", "DeadLetterQueue", "DeploymentPreference", "Description", "DurableConfig", "Environment",
            "EphemeralStorage", "EventInvokeConfig", "FileSystemConfigs", "FunctionScalingConfig", "FunctionUrlConfig", "Handler",
            "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "PermissionsBoundary", "PropagateTags", "ProvisionedConcurrencyConfig",
            "PublishToLatestPublished", "RecursiveLoop", "ReservedConcurrentExecutions", "RolePath", "Runtime", "RuntimeManagementConfig",
            "SnapStart", "SourceKMSKeyArn", "Tags", "TenancyConfig", "Timeout", "Tracing", "VersionDeletionPolicy", "VpcConfig",
        ],
        ["Api"] =
        [
            "AccessLogSetting", "AlwaysDeploy", "Auth", "BinaryMediaTypes", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting",
            "Cors", "DefinitionUri", "Domain", "EndpointAccessMode", "EndpointConfiguration", "GatewayResponses", "MergeDefinitions",
            "MethodSettings", "MinimumCompressionSize", "Name", "OpenApiVersion", "PropagateTags", "SecurityPolicy", "TracingEnabled",
            "Variables",
        ],
        ["HttpApi"] =
        [
            "AccessLogSettings", "Auth", "CorsConfiguration", "DefaultRouteSettings", "Domain", "FailOnWarnings", "PropagateTags",
            "RouteSettings", "StageVariables", "Tags",
        ],
        ["SimpleTable"] = ["SSESpecification"],
        ["StateMachine"] = ["PropagateTags"],
        ["LayerVersion"] = ["PublishLambdaVersion"],
        ["CapacityProvider"] = ["InstanceRequirements", "KmsKeyArn", "OperatorRole", "PropagateTags", "ScalingConfig", "Tags", "VpcConfig"],
        ["WebSocketApi"] =
        [
            "AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint", "DisableSchemaValidation", "Domain",
            "FailOnWarnings", "IpAddressType", "PropagateTags", "RouteSelectionExpression", "RouteSettings", "StageVariables", "Tags",
        ],
    }.ToFrozenDictionary();

    private readonly Dictionary<string, MapNode> byType = new(StringComparer.Ordinal);

    public static GlobalProperties Read(MapNode section, ErrorList errors)
    {
        var globals = new GlobalProperties();
        foreach (var entry in section.Entries)
        {
            if (!Supported.TryGetValue(entry.Key, out var supported))
            {
                errors.Add(
                    entry.KeyLine, "Globals", entry.Key, $"The SAM transform knows no global properties of '{entry.Key}'.",
                    DidYouMean.Hint(entry.Key, Supported.Keys) ?? $"Use one of {string.Join(", ", Supported.Keys.Order(StringComparer.Ordinal))}.");
                continue;
            }

            var properties = entry.Value as MapNode ?? MapNode.Empty;
            foreach (var property in properties.Entries.Where(property => !supported.Contains(property.Key)))
            {
                errors.Add(
                    property.KeyLine, "Globals", $"{entry.Key}.{property.Key}", $"'{property.Key}' cannot be a global property of {entry.Key}.",
                    DidYouMean.Hint(property.Key, supported) ?? "Give it on each resource.");
            }

            globals.byType[$"AWS::Serverless::{entry.Key}"] =
                new MapNode([.. properties.Entries.Where(property => supported.Contains(property.Key))], properties.Line);
        }

        return globals;
    }

    /// <summary>The properties of a resource with those it inherits. <c>IgnoreGlobals</c> is <c>*</c> or a list of names.</summary>
    public MapNode Merge(string type, MapNode own, Node? ignore)
    {
        if (!byType.TryGetValue(type, out var inherited) || ignore is ScalarNode { Text: "*" })
        {
            return own;
        }

        if (ignore is ListNode ignored)
        {
            var names = ignored.Items.OfType<ScalarNode>().Select(static name => name.Text).ToHashSet(StringComparer.Ordinal);
            inherited = new MapNode([.. inherited.Entries.Where(entry => !names.Contains(entry.Key))], inherited.Line);
        }

        return Merge(inherited, own) as MapNode ?? own;
    }

    private static Node Merge(Node inherited, Node own)
    {
        switch (inherited, own)
        {
            // A function call is one value, not a map to merge into.
            case (MapNode a, MapNode b) when !a.IsCall && !b.IsCall:
                var merged = ImmutableArray.CreateBuilder<MapEntry>();
                // A null of the resource's own takes back what it would inherit.
                merged.AddRange(a.Entries.Select(entry => b.Written(entry.Key) is { } mine
                    ? b.Entries.First(e => e.Key == entry.Key) with { Value = Merge(entry.Value, mine) }
                    : entry));
                merged.AddRange(b.Entries.Where(entry => a.Written(entry.Key) is null));
                return new MapNode(merged.DrainToImmutable(), b.Line);
            case (ListNode a, ListNode b):
                return new ListNode(a.Items.AddRange(b.Items), b.Line);
            default:
                return own;
        }
    }
}
