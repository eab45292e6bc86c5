using Orders.Receipts;

namespace Orders.Tests.Receipts;

public sealed class The_folder_of_receipts
{
    [Fact]
    public async Task Has_a_file_for_each_order_named_as_in_the_bucket()
    {
        var folder = Directory.CreateTempSubdirectory("receipts-");
        var receipt = new Receipt("ord_1", "cust-1", "ch_1", "EUR", [new("tea-250g", 1, 450)], 450, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        foreach (var _ in (int[])[1, 2])
        {
            await new ReceiptFolder(folder.FullName).KeepAsync(receipt, TestContext.Current.CancellationToken);
        }

        var file = Assert.Single(folder.GetFiles("*", SearchOption.AllDirectories));
        Assert.Equal(Path.Combine("receipts", "cust-1", "ord_1.json"), Path.GetRelativePath(folder.FullName, file.FullName));
        Assert.StartsWith("""{"orderId":"ord_1","customerId":"cust-1",""", await File.ReadAllTextAsync(file.FullName, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
