namespace Billing.Webhooks;

/// <summary>How recording a payment event ended.</summary>
internal abstract record RecordingOutcome
{
    private RecordingOutcome()
    {
    }

    /// <summary>Now or, if the partner repeats itself, earlier.</summary>
    public sealed record Recorded(RecordedEvent Event) : RecordingOutcome;

    public sealed record NoSuchCharge : RecordingOutcome;

    /// <summary>The partner has told another event under this id.</summary>
    public sealed record EventIdReused : RecordingOutcome;
}
