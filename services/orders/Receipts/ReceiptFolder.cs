using System.Text.Json;

namespace Orders.Receipts;

/// <summary>Receipts as files of a folder, named as the objects of the bucket are.</summary>
internal sealed class ReceiptFolder(string folder) : IReceiptStore
{
    public async Task KeepAsync(Receipt receipt, CancellationToken cancellation)
    {
        var file = Path.Combine([folder, .. ReceiptBucket.KeyOf(receipt).Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // A crash leaves no half of a receipt.
        var half = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(half, JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Default.Receipt), cancellation);
        File.Move(half, file, overwrite: true);
    }
}
