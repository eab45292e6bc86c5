namespace Sam;

/// <summary>A queue of SQS.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record Queue(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>The queue's URL on AWS: <c>https://sqs.REGION.amazonaws.com/ACCOUNT/NAME</c>.</summary>
    public string Url => Identity.PhysicalId;

    /// <summary>Whether it is a first-in-first-out queue.</summary>
    public bool IsFifo { get; init; }

    /// <summary>The ARN of the queue for messages that nobody could handle; null for none.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>The key that its messages are encrypted with: an id, an ARN or an alias; null for none of the customer's.</summary>
    public string? KmsKeyId { get; init; }
}
