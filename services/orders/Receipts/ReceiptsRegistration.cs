using Amazon.S3;
using Microsoft.Extensions.Options;

namespace Orders.Receipts;

internal static class ReceiptsRegistration
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddOptions<ReceiptOptions>().Configure<IConfiguration>(Read).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReceiptOptions>, ReceiptOptionsValidator>();
        services.AddSingleton<IAmazonS3>(static provider => new AmazonS3Client(ReceiptBucket.Settings(provider.GetRequiredService<IConfiguration>())));
        return services.AddSingleton<IReceiptStore>(static provider => provider.GetRequiredService<IOptions<ReceiptOptions>>().Value switch
        {
            { Bucket: { } bucket } => new ReceiptBucket(provider.GetRequiredService<IAmazonS3>(), bucket),
            { Folder: var folder } => new ReceiptFolder(folder!),
        });
    }

    private static void Read(ReceiptOptions receipts, IConfiguration configuration)
    {
        receipts.Bucket = Text(configuration["RECEIPTS_BUCKET"]);
        receipts.Folder = Text(configuration["LOCALAWS_DATA"]) ?? Text(configuration["Storage:Folder"]);

        static string? Text(string? value) => value is { Length: > 0 } ? value : null;
    }
}
