using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Lambda::* and AWS::Serverless::Function.</summary>
internal static class LambdaTypes
{
    private const string NotYet = "Remove it, or give it only where the template is deployed, with Fn::If.";

    private static readonly GeneratedName Generated = new(64, NameLetters.Mixed);

    private static readonly ImmutableDictionary<string, Func<PhysicalResource, string>> FunctionAttributes =
        ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
            .Add("Arn", static function => function.Arn("lambda", $"function:{function.Name}"));

    // What a function has in both its forms.
    private static readonly Shape Function = Shape.Empty
        .Enforced("Architectures FunctionName Handler MemorySize ReservedConcurrentExecutions Role Runtime Timeout")
        .Enforced("Environment", Shape.Empty.Enforced("Variables"))
        .Inert(
            "Description DurableConfig EphemeralStorage FileSystemConfigs KmsKeyArn Layers LoggingConfig RecursiveLoop " +
            "RuntimeManagementConfig SnapStart CodeSigningConfigArn VpcConfig")
        .Closed("ImageConfig", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.")
        .Closed("PackageType", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.", unless: "Zip")
        .Closed("TenancyConfig", "LocalAws does not isolate tenants from each other.", NotYet);

    // An event, whatever its type; FunctionEvents knows the properties of each type.
    private static readonly Shape Event = Shape.Empty.Enforced("Type* Properties");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::Function")
        {
            Word = ElementWord.Emulated,
            Properties = Function
                .Enforced("AssumeRolePolicyDocument CodeUri PermissionsBoundary Policies RolePath Tags Tracing")
                .EnforcedByKey("Events", Event)
                .Inert(
                    "AutoPublishAlias AutoPublishAliasAllProperties AutoPublishCodeSha256 DeploymentPreference EventInvokeConfig " +
                    "FunctionScalingConfig PropagateTags ProvisionedConcurrencyConfig PublishToLatestPublished SourceKMSKeyArn " +
                    "VersionDescription VersionDeletionPolicy")
                .Closed("CapacityProviderConfig", "LocalAws runs functions on this machine only.", NotYet)
                .Closed("DeadLetterQueue", "LocalAws does not add the queue's permission to the execution role.", NotYet)
                .Closed("FunctionUrlConfig", "LocalAws does not serve function URLs, so it cannot enforce their AuthType.", "Call the function through an API.")
                .Closed("ImageUri", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.")
                .Closed("InlineCode", "LocalAws does not run code that is written in the template.", "Put the code in a folder and name it in CodeUri."),
            NameProperty = "FunctionName",
            GeneratedName = Generated,
            Attributes = FunctionAttributes,
            // Their contents become the generated role; Events become permissions and routes, on which no function depends.
            Owner = static (logicalId, property) => property switch
            {
                "AssumeRolePolicyDocument" or "PermissionsBoundary" or "Policies" or "RolePath" => $"{logicalId}Role",
                "Events" => "",
                _ => logicalId,
            },
        },
        new("AWS::Lambda::Function")
        {
            Word = ElementWord.Emulated,
            Properties = Function.Enforced("Code*").Enforced("Tags", Shape.Empty.Enforced("Key* Value")).Inert("DeadLetterConfig TracingConfig"),
            NameProperty = "FunctionName",
            GeneratedName = Generated,
            Attributes = FunctionAttributes,
        },
        new("AWS::Lambda::Permission")
        {
            Properties = Shape.Empty
                .Enforced("Action* FunctionName* Principal* PrincipalOrgID SourceAccount SourceArn FunctionUrlAuthType")
                .Closed("EventSourceToken", "LocalAws does not check event source tokens.", NotYet)
                .Closed("InvokedViaFunctionUrl", "LocalAws does not serve function URLs.", NotYet, unless: "false"),
        },
    ];
}
