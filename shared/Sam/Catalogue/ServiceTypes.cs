using System.Collections.Immutable;
using Sam.Catalogue.Registry;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// The resources of services that LocalAws stands in front of, and their policies. What decides about calls is enforced, what making one needs is emulated; what
/// references to them give is in the registry of all types. Source: AWS CloudFormation Template Reference, the page of each type.
/// </summary>
internal static class ServiceTypes
{
    public const string Queue = "AWS::SQS::Queue";
    public const string QueuePolicy = "AWS::SQS::QueuePolicy";
    public const string Topic = "AWS::SNS::Topic";
    public const string Subscription = "AWS::SNS::Subscription";
    public const string Bucket = "AWS::S3::Bucket";
    public const string Secret = "AWS::SecretsManager::Secret";
    public const string Parameter = "AWS::SSM::Parameter";
    public const string Key = "AWS::KMS::Key";
    public const string ReplicaKey = "AWS::KMS::ReplicaKey";
    public const string Alias = "AWS::KMS::Alias";
    public const string EventBus = "AWS::Events::EventBus";
    public const string Rule = "AWS::Events::Rule";
    public const string Stream = "AWS::Kinesis::Stream";
    public const string LogGroup = "AWS::Logs::LogGroup";
    public const string EmailIdentity = "AWS::SES::EmailIdentity";

    private const string NoLists = "LocalAws enforces no access control lists: by this one nobody gets in.";

    private const string ByPolicy = "Write who gets in into an AWS::S3::BucketPolicy.";

    private const string NoBucketTags = "LocalAws does not decide by the tags of buckets: nobody gets into one where they decide.";

    private const string NoMasking = "LocalAws finds and masks no sensitive data.";

    private const string OnlyDeployed = "Give it only where the template is deployed, with Fn::If.";

    private static readonly Shape Tag = Shape.Empty.Enforced("Key* Value*");

    private static readonly Shape OnePolicy = Shape.Empty.Enforced("PolicyDocument*");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        Of(Queue, Shape.Empty
            .Enforced("FifoQueue KmsMasterKeyId QueueName RedriveAllowPolicy RedrivePolicy")
            .Enforced("Tags", Tag)
            .Emulated("ContentBasedDeduplication DeduplicationScope DelaySeconds FifoThroughputLimit KmsDataKeyReusePeriodSeconds MaximumMessageSize MessageRetentionPeriod")
            .Emulated("ReceiveMessageWaitTimeSeconds SqsManagedSseEnabled VisibilityTimeout")) with { FifoProperty = "FifoQueue" },
        Of(QueuePolicy, OnePolicy.Enforced("Queues*")),
        Of("AWS::SQS::QueueInlinePolicy", OnePolicy.Enforced("Queue*")),
        Of(Topic, Shape.Empty
            .Enforced("FifoTopic KmsMasterKeyId TopicName")
            .Enforced("Subscription", Shape.Empty.Enforced("Endpoint* Protocol*"))
            .Enforced("Tags", Tag)
            .Emulated("ArchivePolicy ContentBasedDeduplication DisplayName FifoThroughputScope SignatureVersion")
            .Inert("DeliveryStatusLogging TracingConfig")
            .Closed("DataProtectionPolicy", NoMasking, OnlyDeployed)) with { FifoProperty = "FifoTopic" },
        Of(Subscription, Shape.Empty
            .Enforced("Endpoint Protocol* Region TopicArn* RedrivePolicy SubscriptionRoleArn")
            .Emulated("DeliveryPolicy FilterPolicy FilterPolicyScope RawMessageDelivery ReplayPolicy")),
        Of("AWS::SNS::TopicPolicy", OnePolicy.Enforced("Topics*")),
        Of("AWS::SNS::TopicInlinePolicy", OnePolicy.Enforced("TopicArn*")),
        Of(Bucket, Shape.Empty
            .Enforced("BucketName BucketNamePrefix BucketNamespace NotificationConfiguration")
            .Enforced("OwnershipControls", Shape.Empty.Enforced("Rules*", Shape.Empty.Enforced("ObjectOwnership")))
            .Enforced("PublicAccessBlockConfiguration", Shape.Empty.Enforced("BlockPublicAcls BlockPublicPolicy IgnorePublicAcls RestrictPublicBuckets"))
            .Enforced("Tags", Tag)
            .Closed("AbacStatus", NoBucketTags, "Leave it out, and compare tags of objects or names.", unless: "Disabled")
            .Closed("AccessControl", NoLists, ByPolicy, unless: "Private")
            .Emulated("BucketEncryption CorsConfiguration VersioningConfiguration")
            .Inert("AccelerateConfiguration AnalyticsConfigurations IntelligentTieringConfigurations InventoryConfigurations LifecycleConfiguration")
            .Inert("LoggingConfiguration MetadataConfiguration MetadataTableConfiguration MetricsConfigurations ObjectLockConfiguration ObjectLockEnabled")
            .Inert("ReplicationConfiguration WebsiteConfiguration")),
        Of("AWS::S3::BucketPolicy", OnePolicy.Enforced("Bucket*")),
        Of(Secret, Shape.Empty
            .Enforced("KmsKeyId Name")
            .Enforced("Tags", Tag)
            .Emulated("Description GenerateSecretString SecretString Type")
            .Inert("ReplicaRegions")) with { GeneratedName = new(512, NameLetters.Mixed, "") },
        Of("AWS::SecretsManager::ResourcePolicy", Shape.Empty.Enforced("ResourcePolicy* SecretId*").Inert("BlockPublicPolicy")),
        Of(Parameter, Shape.Empty.Enforced("Name Tags").Emulated("AllowedPattern DataType Description Tier Type* Value*").Inert("Policies")) with
        {
            GeneratedName = new(1011, NameLetters.Mixed, "CFN-"),
        },
        Of("AWS::SSM::ResourcePolicy", Shape.Empty.Enforced("Policy* ResourceArn*")),
        Of(Key, Shape.Empty
            .Enforced("Enabled KeyPolicy KeySpec KeyUsage MultiRegion Origin")
            .Enforced("Tags", Tag)
            .Emulated("Description")
            .Inert("BypassPolicyLockoutSafetyCheck EnableKeyRotation PendingWindowInDays RotationPeriodInDays"), KeyId),
        Of(ReplicaKey, Shape.Empty
            .Enforced("Enabled KeyPolicy* PrimaryKeyArn*").Enforced("Tags", Tag).Emulated("Description").Inert("PendingWindowInDays"), ReplicaId),
        Of(Alias, Shape.Empty.Enforced("AliasName* TargetKeyId*")),
        Of(EventBus, Shape.Empty
            .Enforced("Name* Policy")
            .Enforced("Tags", Tag)
            .Emulated("Description EventSourceName")
            .Inert("DeadLetterConfig KmsKeyIdentifier LogConfig")),
        Of("AWS::Events::EventBusPolicy", Shape.Empty.Enforced("Action EventBusName Principal Statement StatementId*")
            .Enforced("Condition", Shape.Empty.Enforced("Key Type Value"))),
        Of(Stream, Shape.Empty
            .Enforced("Name StreamEncryption")
            .Enforced("Tags", Tag)
            .Emulated("RetentionPeriodHours ShardCount StreamModeDetails")
            .Inert("DesiredShardLevelMetrics MaxRecordSizeInKiB WarmThroughputMiBps")),
        Of("AWS::Kinesis::ResourcePolicy", Shape.Empty.Enforced("ResourceArn* ResourcePolicy*")),
        Of(LogGroup, Shape.Empty
            .Enforced("KmsKeyId LogGroupName ResourcePolicyDocument")
            .Enforced("Tags", Tag)
            .Emulated("LogGroupClass RetentionInDays")
            .Inert("BearerTokenAuthenticationEnabled DeletionProtectionEnabled FieldIndexPolicies")
            .Closed("DataProtectionPolicy", NoMasking, OnlyDeployed)),
        Of("AWS::Logs::ResourcePolicy", Shape.Empty.Enforced("PolicyDocument* PolicyName*")),
        Of(EmailIdentity, Shape.Empty
            .Enforced("EmailIdentity*")
            .Enforced("Tags", Tag)
            .Inert("ConfigurationSetAttributes DkimAttributes DkimSigningAttributes FeedbackAttributes MailFromAttributes")),
    ];

    private static ResourceType Of(string name, Shape properties) => TypeRegistry.Find(name)!.ToInert() with { Word = ElementWord.Enforced, Properties = properties };

    private static ResourceType Of(string name, Shape properties, Func<PhysicalResource, string> keyId) => Of(name, properties) with
    {
        Ref = keyId,
        Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("KeyId", keyId).Add("Arn", key => key.Arn("kms", $"key/{keyId(key)}")),
    };

    // KMS Developer Guide, "Multi-Region keys in AWS KMS": their ids begin with mrk-, and a replica has its primary's.
    private static string KeyId(PhysicalResource key) => key.Given("MultiRegion") is "true" or "True"
        ? $"mrk-{DerivedId.Drawn(key.Stack, key.LogicalId, "hex", 32)}"
        : DerivedId.Uuid(key.Stack, key.LogicalId).ToString();

    private static string ReplicaId(PhysicalResource key) => key.Given("PrimaryKeyArn") is { } primary && primary.LastIndexOf(":key/", StringComparison.Ordinal) is >= 0 and var at
        ? primary[(at + 5)..]
        : $"mrk-{DerivedId.Drawn(key.Stack, key.LogicalId, "hex", 32)}";
}
