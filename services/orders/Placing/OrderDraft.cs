using System.Text.Json.Serialization;
using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Placing;

/// <summary>What a caller orders: valid once read.</summary>
internal sealed record OrderDraft(string CustomerId, string Currency, IReadOnlyList<OrderItem> Items, [property: JsonIgnore] long TotalMinor)
{
    private const int MaxItems = 100;
    private const long MaxQuantity = 10_000;
    private const long MaxUnitPriceMinor = 1_000_000_000_000;

    private static readonly TextRule SkuRule = new(64, TextRule.DottedName, "1 to 64 letters, digits, '.', '_' or '-'");

    public static TextRule CustomerIdRule { get; } = new(128, TextRule.Name, "1 to 128 letters, digits, '_' or '-'");

    public static OrderDraft? Read(JsonFields fields)
    {
        fields.AllowOnly("customerId", "currency", "items");
        return Read(fields.Text("customerId", CustomerIdRule), fields);
    }

    /// <summary>Reads what a customer orders whom the body does not name.</summary>
    public static OrderDraft? ReadOf(string customerId, JsonFields fields)
    {
        fields.AllowOnly("currency", "items");
        return Read(customerId, fields);
    }

    private static OrderDraft? Read(string? customerId, JsonFields fields)
    {
        var currency = fields.OneOf("currency", CurrencyCodes.All, "an ISO 4217 currency code such as EUR");
        var items = fields.List("items", 1, MaxItems)?.ConvertAll(ReadItem);
        var total = items is null ? null : ReadTotal(fields, items);
        return customerId is null || currency is null || total is null ? null : new(customerId, currency, [.. items!.OfType<OrderItem>()], total.Value);
    }

    private static OrderItem? ReadItem(JsonFields fields)
    {
        fields.AllowOnly("sku", "quantity", "unitPriceMinor");
        var sku = fields.Text("sku", SkuRule);
        var quantity = fields.WholeNumber("quantity", 1, MaxQuantity);
        var unitPriceMinor = fields.WholeNumber("unitPriceMinor", 0, MaxUnitPriceMinor);
        return sku is null || quantity is null || unitPriceMinor is null ? null : new(sku, quantity.Value, unitPriceMinor.Value);
    }

    private static long? ReadTotal(JsonFields fields, List<OrderItem?> items)
    {
        if (items.Contains(null))
        {
            return null;
        }

        // Wider than 64 bits, whatever the limits above become.
        var total = items.Aggregate(Int128.Zero, (sum, item) => sum + (Int128)item!.Quantity * item.UnitPriceMinor);
        if (total >= 1 && total <= long.MaxValue)
        {
            return (long)total;
        }

        fields.Reject("items", $"must have a total from 1 to {long.MaxValue} minor units.");
        return null;
    }
}
