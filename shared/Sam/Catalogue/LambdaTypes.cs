using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Lambda::* and AWS::Serverless::Function.</summary>
internal static class LambdaTypes
{
    private const string NotYet = "Remove it, or give it only where the template is deployed, with Fn::If.";

    private const string Processes = "LocalAws runs functions as processes, not as containers.";

    private static readonly GeneratedName Generated = new(64, NameLetters.Mixed);

    private static readonly ImmutableDictionary<string, Func<PhysicalResource, string>> FunctionAttributes =
        ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
            .Add("Arn", static function => function.Arn("lambda", $"function:{function.Name}"));

    private static readonly Shape Cors = Shape.Empty.Enforced("AllowCredentials AllowHeaders AllowMethods AllowOrigins ExposeHeaders MaxAge");

    // What a function has in both its forms. Where its code comes from, and in which network it runs, is none of its callers' business.
    private static readonly Shape Function = Shape.Empty
        .Enforced("Architectures FunctionName Handler MemorySize ReservedConcurrentExecutions Role Runtime Timeout VpcConfig PackageType")
        .Enforced("Environment", Shape.Empty.Enforced("Variables"))
        .Enforced("LoggingConfig", Shape.Empty.Enforced("ApplicationLogLevel LogFormat LogGroup SystemLogLevel"))
        .Emulated("Layers")
        .Inert(
            "CapacityProviderConfig CodeSigningConfigArn Description EphemeralStorage FileSystemConfigs FunctionScalingConfig ImageConfig KmsKeyArn " +
            "PublishToLatestPublished RecursiveLoop RuntimeManagementConfig SnapStart")
        .Closed("DurableConfig", "LocalAws runs no durable executions: such a function gets their state in place of the event.", NotYet)
        .Closed("TenancyConfig", "LocalAws does not isolate tenants from each other.", NotYet);

    private static readonly Shape Outcomes = Shape.Empty
        .Enforced("OnFailure", Shape.Empty.Enforced("Destination")).Enforced("OnSuccess", Shape.Empty.Enforced("Destination"));

    // An event, whatever its type; FunctionEvents knows the properties of each type. What else stands beside them the transform passes over.
    private static readonly Shape Event = Shape.Empty.RestIsInert().Enforced("Type* Properties");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::Function")
        {
            Word = ElementWord.Emulated,
            Properties = Function
                .Enforced(
                    "AssumeRolePolicyDocument AutoPublishAlias CodeUri DeadLetterQueue EventInvokeConfig ImageUri InlineCode PermissionsBoundary Policies PropagateTags " +
                    "RolePath Tags Tracing")
                .EnforcedByKey("Events", Event)
                .Enforced("FunctionUrlConfig", Shape.Empty.Enforced("AuthType* InvokeMode").Enforced("Cors", Cors))
                .Inert(
                    "AutoPublishAliasAllProperties AutoPublishCodeSha256 DeploymentPreference ProvisionedConcurrencyConfig SourceKMSKeyArn VersionDescription " +
                    "VersionDeletionPolicy"),
            NameProperty = "FunctionName",
            GeneratedName = Generated,
            Attributes = FunctionAttributes,
            // Their contents become the generated role; the others become permissions, routes, an alias or a URL, on which no function depends.
            Owner = static (logicalId, property) => property switch
            {
                "AssumeRolePolicyDocument" or "EventInvokeConfig" or "PermissionsBoundary" or "Policies" or "RolePath" => $"{logicalId}Role",
                "DeploymentPreference" or "Events" or "FunctionUrlConfig" or "ProvisionedConcurrencyConfig" => "",
                _ => logicalId,
            },
        },
        new("AWS::Lambda::Function")
        {
            Word = ElementWord.Emulated,
            Properties = Function.Enforced("Code*").Enforced("Tags", Shape.Empty.Enforced("Key* Value"))
                .Enforced("DeadLetterConfig", Shape.Empty.Enforced("TargetArn")).Enforced("TracingConfig", Shape.Empty.Enforced("Mode")),
            NameProperty = "FunctionName",
            GeneratedName = Generated,
            Attributes = FunctionAttributes
                .Add("SnapStartResponse.ApplyOn", static _ => "None")
                .Add("SnapStartResponse.OptimizationStatus", static _ => "Off"),
        },
        new("AWS::Lambda::EventInvokeConfig")
        {
            Word = ElementWord.Emulated,
            Properties = Shape.Empty
                .Enforced("FunctionName* Qualifier* MaximumEventAgeInSeconds MaximumRetryAttempts")
                .Enforced("DestinationConfig", Outcomes),
        },
        new("AWS::Lambda::Permission")
        {
            Properties = Shape.Empty
                .Enforced("Action* FunctionName* Principal* EventSourceToken FunctionUrlAuthType InvokedViaFunctionUrl PrincipalOrgID SourceAccount SourceArn"),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("Id", static permission => permission.Name),
        },
        new("AWS::Lambda::ResourcePolicy")
        {
            Properties = Shape.Empty.Enforced("PolicyDocument* ResourceArn*"),
            Ref = static policy => policy.Given("ResourceArn") ?? policy.Name,
        },
        new("AWS::Lambda::Alias")
        {
            Properties = Shape.Empty.Enforced("FunctionName* Name*").Inert("Description FunctionVersion ProvisionedConcurrencyConfig RoutingConfig"),
            NameProperty = "Name",
            Ref = static alias => QualifiedArn(alias, alias.Name),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("AliasArn", static alias => QualifiedArn(alias, alias.Name)),
        },
        new("AWS::Lambda::Version")
        {
            Properties = Shape.Empty
                .Enforced("FunctionName*")
                .Inert("CodeSha256 Description FunctionScalingConfig ProvisionedConcurrencyConfig RuntimePolicy"),
            Ref = static version => QualifiedArn(version, FirstVersion),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("FunctionArn", static version => QualifiedArn(version, FirstVersion))
                .Add("Version", static _ => FirstVersion),
        },
        new("AWS::Lambda::Url")
        {
            Properties = Shape.Empty.Enforced("AuthType* TargetFunctionArn* InvokeMode Qualifier").Enforced("Cors", Cors),
            Ref = static url => FunctionArn(url, "TargetFunctionArn"),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("FunctionArn", static url => FunctionArn(url, "TargetFunctionArn"))
                .Add("FunctionUrl", static url => $"https://{DerivedId.FunctionUrl(url.Stack, url.LogicalId)}.lambda-url.{url.Stack.Region}.on.aws/"),
        },
    ];

    /// <summary>The number that a version of a template has. CloudFormation publishes one, and which number it gets says nothing.</summary>
    public const string FirstVersion = "1";

    private static string QualifiedArn(PhysicalResource of, string qualifier) => $"{FunctionArn(of, "FunctionName")}:{qualifier}";

    // The function as its name, its ARN or a part of that: its ARN without a qualifier.
    private static string FunctionArn(PhysicalResource of, string property) => FunctionSpelling.Read(of.Given(property) ?? of.Name) is { } spelt
        ? $"arn:aws:lambda:{spelt.Region ?? of.Stack.Region}:{spelt.Account ?? of.Stack.AccountId}:function:{spelt.Name}"
        : of.Arn("lambda", $"function:{of.Name}");
}
