using ServiceDefaults;

namespace Billing.Refunding;

/// <summary>What a caller asks to be given back: valid once read.</summary>
internal sealed record RefundDraft(long AmountMinor)
{
    public static RefundDraft? Read(JsonFields fields)
    {
        fields.AllowOnly("amountMinor");
        return fields.WholeNumber("amountMinor", 1, long.MaxValue) is { } amountMinor ? new(amountMinor) : null;
    }
}
