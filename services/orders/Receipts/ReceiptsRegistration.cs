using Amazon.S3;
using Microsoft.Extensions.Options;

namespace Orders.Receipts;

internal static class ReceiptsRegistration
{
    private const string Bucket = "RECEIPTS_BUCKET";

    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddOptions<ReceiptOptions>().Configure<IConfiguration>(static (receipts, settings) => receipts.Bucket = settings[Bucket]).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReceiptOptions>, ReceiptOptionsValidator>();
        services.AddSingleton<IAmazonS3>(static provider => new AmazonS3Client(ReceiptBucket.Settings(provider.GetRequiredService<IConfiguration>())));
        return services.AddSingleton<IReceiptStore>(static provider => new ReceiptBucket(
            provider.GetRequiredService<IAmazonS3>(), provider.GetRequiredService<IOptions<ReceiptOptions>>().Value.Bucket!));
    }
}
