using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Mailroom.Csharp;

/// <summary>The calls, by the last part of their routes.</summary>
internal sealed class Calls : IDisposable
{
    private readonly string queue = Variable("QUEUE_URL");
    private readonly string secret = Variable("SECRET");
    private readonly string bucket = Variable("BUCKET");
    private readonly AmazonSQSClient sqs = new();
    private readonly AmazonS3Client s3 = new();
    private readonly SecretsClient secrets = new();

    /// <summary>Makes one.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">It was refused.</exception>
    public async Task<object> MakeAsync(string call) => call switch
    {
        "send" => (await sqs.SendMessageAsync(queue, "Dear all")).MD5OfMessageBody,
        "receive" => (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { VisibilityTimeout = 0 })).Messages[0].Body,
        "count" => (await sqs.GetQueueAttributesAsync(queue, ["QueueArn"])).Attributes.Keys,
        "read" => (await secrets.AskAsync("GetSecretValue", secret)).GetProperty("SecretString").GetString()!,
        "describe" => (await secrets.AskAsync("DescribeSecret", secret)).GetProperty("ARN").GetString() == secret,
        "put" => (await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "csharp/letter", ContentBody = "Dear all" })).ETag,
        "get" => await GetAsync(),
        "list" => (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "csharp/" })).S3Objects.Select(static found => found.Key),
        "delete" => (int)(await s3.DeleteObjectAsync(bucket, "csharp/gone")).HttpStatusCode,
        "drop" => (int)(await s3.DeleteObjectAsync(bucket, "kept/letter")).HttpStatusCode,
        _ => throw new ArgumentException($"There is no call '{call}'.", nameof(call)),
    };

    public void Dispose()
    {
        sqs.Dispose();
        s3.Dispose();
        secrets.Dispose();
    }

    private async Task<string> GetAsync()
    {
        using var found = await s3.GetObjectAsync(bucket, "csharp/letter");
        using var reader = new StreamReader(found.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)!;
}
