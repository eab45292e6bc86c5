namespace Billing.Charging;

/// <summary>How a request to charge ended.</summary>
internal abstract record CaptureOutcome
{
    private CaptureOutcome()
    {
    }

    public sealed record Captured(Charge Charge) : CaptureOutcome;

    public sealed record Declined(string Reason) : CaptureOutcome;

    /// <summary>The key already stands for another charge.</summary>
    public sealed record KeyReused : CaptureOutcome;
}
