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
        .Harmless(
            "Description DurableConfig EphemeralStorage FileSystemConfigs KmsKeyArn Layers LoggingConfig RecursiveLoop " +
            "RuntimeManagementConfig SnapStart")
        .Refused("CodeSigningConfigArn", "LocalAws does not check who signed a function's code.", NotYet)
        .Refused("ImageConfig", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.")
        .Refused("PackageType", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.", unless: "Zip")
        .Refused("TenancyConfig", "LocalAws does not isolate tenants from each other.", NotYet)
        .Refused("VpcConfig", "LocalAws does not enforce security groups: a function reaches whatever this machine reaches.", NotYet);

    // An event, whatever its type; FunctionEvents knows the properties of each type.
    private static readonly Shape Event = Shape.Empty.Enforced("Type* Properties");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::Function")
        {
            Properties = Function
                .Enforced("AssumeRolePolicyDocument CodeUri PermissionsBoundary Policies RolePath Tags Tracing")
                .EnforcedByKey("Events", Event)
                .Harmless(
                    "AutoPublishAlias AutoPublishAliasAllProperties AutoPublishCodeSha256 DeploymentPreference EventInvokeConfig " +
                    "FunctionScalingConfig PropagateTags ProvisionedConcurrencyConfig PublishToLatestPublished SourceKMSKeyArn " +
                    "VersionDescription VersionDeletionPolicy")
                .Refused("CapacityProviderConfig", "LocalAws runs functions on this machine only.", NotYet)
                .Refused("DeadLetterQueue", "LocalAws does not add the queue's permission to the execution role.", NotYet)
                .Refused("FunctionUrlConfig", "LocalAws does not serve function URLs, so it cannot enforce their AuthType.", "Call the function through an API.")
                .Refused("ImageUri", "LocalAws runs functions as processes, not as containers.", "Publish the function as a zip package.")
                .Refused("InlineCode", "LocalAws does not run code that is written in the template.", "Put the code in a folder and name it in CodeUri."),
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
            Properties = Function.Enforced("Code*").Enforced("Tags", Shape.Empty.Enforced("Key* Value")).Harmless("DeadLetterConfig TracingConfig"),
            NameProperty = "FunctionName",
            GeneratedName = Generated,
            Attributes = FunctionAttributes,
        },
        new("AWS::Lambda::Permission")
        {
            Properties = Shape.Empty
                .Enforced("Action* FunctionName* Principal* PrincipalOrgID SourceAccount SourceArn FunctionUrlAuthType")
                .Refused("EventSourceToken", "LocalAws does not check event source tokens.", NotYet)
                .Refused("InvokedViaFunctionUrl", "LocalAws does not serve function URLs.", NotYet, unless: "false"),
        },
    ];
}
