using ServiceDefaults;

namespace Billing.Charging;

/// <summary>What a caller asks to be charged: valid once read.</summary>
internal sealed record ChargeDraft(string OrderId, long AmountMinor, string Currency)
{
    public static TextRule OrderIdRule { get; } = new(128, TextRule.Name, "1 to 128 letters, digits, '_' or '-'");

    public static ChargeDraft? Read(JsonFields fields)
    {
        fields.AllowOnly("orderId", "amountMinor", "currency");
        var orderId = fields.Text("orderId", OrderIdRule);
        var amountMinor = fields.WholeNumber("amountMinor", 1, long.MaxValue);
        var currency = fields.OneOf("currency", CurrencyCodes.All, "an ISO 4217 currency code such as EUR");
        return orderId is null || amountMinor is null || currency is null ? null : new(orderId, amountMinor.Value, currency);
    }
}
