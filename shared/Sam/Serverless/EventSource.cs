using System.Collections.Frozen;

namespace Sam.Serverless;

/// <summary>What the transform makes of a function's event of one type, beside the routes of an API. Source: aws-sam-translator, <c>model/eventsources</c>.</summary>
/// <param name="Type">The event's type.</param>
internal sealed record EventSource(string Type)
{
    /// <summary>The type of the resource that has the event's own name: a rule, a mapping, a subscription; null for none.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The property of the event that names that resource.</summary>
    public string? NameProperty { get; init; }

    /// <summary>The service that is permitted to call the function; null for a source that Lambda polls, as the function's role lets it.</summary>
    public string? Principal { get; init; }

    /// <summary>The managed policy with which the role may poll.</summary>
    public string? ManagedPolicy { get; init; }

    /// <summary>Whether LocalAws calls the function for it.</summary>
    public bool IsDelivered { get; init; }

    /// <summary>The types that the transform knows, by name.</summary>
    public static FrozenDictionary<string, EventSource> All { get; } = new EventSource[]
    {
        new("Api") { IsDelivered = true },
        new("HttpApi") { IsDelivered = true },
        new("Cognito") { IsDelivered = true, Principal = "cognito-idp.amazonaws.com" },
        new("AlexaSkill") { Principal = "alexa-appkit.amazon.com" },
        Rule("CloudWatchEvent", "RuleName"),
        Rule("EventBridgeRule", "RuleName"),
        Rule("Schedule", "Name"),
        new("CloudWatchLogs") { Principal = "logs.amazonaws.com", ResourceType = "AWS::Logs::SubscriptionFilter" },
        new("IoTRule") { Principal = "iot.amazonaws.com", ResourceType = "AWS::IoT::TopicRule" },
        new("S3") { Principal = "s3.amazonaws.com" },
        new("SNS") { Principal = "sns.amazonaws.com", ResourceType = "AWS::SNS::Subscription" },
        new("ScheduleV2") { ResourceType = "AWS::Scheduler::Schedule", NameProperty = "Name" },
        Polled("DocumentDB"),
        Polled("DynamoDB", "AWSLambdaDynamoDBExecutionRole"),
        Polled("Kinesis", "AWSLambdaKinesisExecutionRole"),
        Polled("MQ"),
        Polled("MSK", "AWSLambdaMSKExecutionRole"),
        Polled("SQS", "AWSLambdaSQSQueueExecutionRole"),
        Polled("SelfManagedKafka"),
    }.ToFrozenDictionary(static source => source.Type, StringComparer.Ordinal);

    private static EventSource Rule(string type, string nameProperty) =>
        new(type) { Principal = "events.amazonaws.com", ResourceType = "AWS::Events::Rule", NameProperty = nameProperty };

    private static EventSource Polled(string type, string? policy = null) => new(type) { ResourceType = "AWS::Lambda::EventSourceMapping", ManagedPolicy = policy };
}
