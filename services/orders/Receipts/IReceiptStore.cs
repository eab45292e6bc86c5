namespace Orders.Receipts;

/// <summary>Keeps receipts where customers read them themselves.</summary>
internal interface IReceiptStore
{
    /// <summary>Keeps a receipt. Doing it twice is doing it once.</summary>
    Task KeepAsync(Receipt receipt, CancellationToken cancellation);
}
