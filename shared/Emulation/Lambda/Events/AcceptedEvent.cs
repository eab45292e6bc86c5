namespace Emulation.Lambda.Events;

/// <summary>An event that a function gets though nobody waits for its answer, from the moment it is accepted until it is run or given up.</summary>
/// <param name="RequestId">The id of all its tries, which whoever sent it was told.</param>
/// <param name="FunctionArn">The function, with the alias or version that was called.</param>
/// <param name="Payload">The event, UTF-8 JSON.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
internal sealed record AcceptedEvent(string RequestId, string FunctionArn, byte[] Payload, DateTimeOffset AcceptedAt)
{
    /// <summary>The X-Ray trace header of whoever sent it, if any.</summary>
    public string? TraceId { get; init; }

    /// <summary>How many functions told each other before of how their events ended.</summary>
    public int Depth { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often the function has failed.</summary>
    public int Failures { get; init; }

    /// <summary>How often it could not be tried, since the function ran as often as it may.</summary>
    public int Refusals { get; init; }
}
