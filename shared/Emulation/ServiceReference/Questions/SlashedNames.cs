namespace Emulation.ServiceReference.Questions;

/// <summary>
/// Names with a slash. Most services have none, and servers take the last part of one for the name: a call that says <c>mine/theirs</c> where the ARN ends with a name
/// would be asked about one resource and touch another. Only the names here may have one, from the pages of each service.
/// </summary>
internal static class SlashedNames
{
    private static readonly HashSet<(string Service, string Variable)> Names =
    [
        // Amplify API Reference, CreateBranch: a branch of the repository, feature/x.
        ("amplify", "BranchName"),

        // AppFlow and AppIntegrations API References: the pattern of the name has a slash.
        ("appflow", "ProfileName"), ("appflow", "ConnectorProfileName"), ("app-integrations", "EventIntegrationName"),

        // Amazon EC2 Auto Scaling API Reference, CreateAutoScalingGroup: all characters but a colon.
        ("autoscaling", "GroupFriendlyName"), ("autoscaling", "LaunchConfigurationFriendlyName"), ("autoscaling", "LaunchConfigurationName"),

        // Amazon CloudWatch API Reference, PutMetricAlarm.
        ("cloudwatch", "AlarmName"),

        // Amazon EC2 API Reference, CreateKeyPair and CreatePlacementGroup: up to 255 ASCII characters.
        ("ec2", "KeyPairName"), ("ec2", "PlacementGroupName"),

        // Amazon ECR API Reference, CreateRepository: namespaces.
        ("ecr", "RepositoryName"), ("ecr-public", "RepositoryName"),

        // AWS IoT Core Developer Guide, "MQTT topics"; a client may call itself anything.
        ("iot", "TopicName"), ("iot", "TopicFilter"), ("iot", "ClientId"),

        // Apache Kafka: topics have no slash, groups and transactions may.
        ("kafka-cluster", "GroupName"), ("kafka-cluster", "TransactionalId"), ("kafka", "GroupName"), ("kafka", "TransactionalId"),

        // AWS KMS API Reference, CreateAlias.
        ("kms", "Alias"),

        // Amazon CloudWatch Logs API Reference, CreateLogGroup and CreateLogStream.
        ("logs", "LogGroupName"), ("logs", "LogStreamName"),

        // AWS Secrets Manager API Reference, CreateSecret.
        ("secretsmanager", "SecretId"),

        // Amazon S3 User Guide, "Naming Amazon S3 objects".
        ("s3", "ObjectName"), ("s3", "Key"),
    ];

    /// <summary>Whether the last part of an ARN may be a text.</summary>
    public static bool CanHold(ArnFormat format, string text) => !text.Contains('/', StringComparison.Ordinal) || format.Variables is not [.., var last]
        || IsPath(last) || Names.Contains((format.Service, last))

        // Amazon EventBridge API Reference, CreateEventBus: only a partner's bus has a slash in its name.
        || (format.Service == "events" && text.StartsWith("aws.partner/", StringComparison.Ordinal));

    /// <summary>Whether an ARN of a form ends with what the form's last part may be.</summary>
    public static bool CanBe(ArnFormat format, string arn) => format.Read(arn) is { } parts && (format.Variables is not [.., var last] || CanHold(format, parts[last]));

    /// <summary>Some forms say of a part that it is a path: <c>RoleNameWithPath</c>, <c>ParameterNameWithoutLeadingSlash</c>.</summary>
    private static bool IsPath(string variable) => variable.EndsWith("Path", StringComparison.Ordinal) || variable.EndsWith("WithoutLeadingSlash", StringComparison.Ordinal)
        || variable.EndsWith("Key", StringComparison.Ordinal);
}
