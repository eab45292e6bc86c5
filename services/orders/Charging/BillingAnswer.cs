namespace Orders.Charging;

/// <summary>What billing said.</summary>
internal abstract record BillingAnswer
{
    private BillingAnswer()
    {
    }

    public sealed record Captured(string ChargeId) : BillingAnswer;

    public sealed record Declined(string Reason) : BillingAnswer;

    public sealed record Refunded : BillingAnswer;

    /// <summary>Nothing, or that it failed: it may have done what it was asked, and asking again will tell.</summary>
    public sealed record OutOfReach : BillingAnswer;

    /// <summary>That this service may not ask, or asks wrongly: asking again changes nothing.</summary>
    public sealed record Refused : BillingAnswer;
}
