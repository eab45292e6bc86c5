using System.Text.Json.Nodes;

namespace Sam;

/// <summary>A topic of SNS.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record Topic(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>Whether it is a first-in-first-out topic.</summary>
    public bool IsFifo { get; init; }

    /// <summary>The key that its messages are encrypted with; null for none of the customer's.</summary>
    public string? KmsKeyId { get; init; }
}

/// <summary>Who is told of a topic's messages: an <c>AWS::SNS::Subscription</c>, one in the topic's own list, or what the transform makes of a function's event.</summary>
/// <param name="LogicalId">The resource that declares it.</param>
/// <param name="TopicArn">The topic.</param>
/// <param name="Protocol">How, such as <c>sqs</c> or <c>lambda</c>.</param>
/// <param name="Endpoint">Whom: an ARN, an address, a URL.</param>
/// <param name="Properties">All of its properties, evaluated.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record TopicSubscription(string LogicalId, string TopicArn, string Protocol, string Endpoint, JsonObject Properties, SourceLine Line);
