using System.Text;
using Emulation.Calls;
using Emulation.S3.Wire;
using Sam;

namespace Emulation.S3.Door;

/// <summary>Makes the buckets of templates with what the templates say of them.</summary>
/// <param name="objects">What holds them.</param>
internal sealed class BucketMaker(IObjectServer objects)
{
    /// <summary>Makes the templates' buckets where they are not there yet.</summary>
    /// <exception cref="UsageException">What holds the objects is out of reach, or does not take one.</exception>
    public async Task StartAsync(IEnumerable<Stack> stacks, CancellationToken cancellation)
    {
        foreach (var stack in stacks)
        {
            foreach (var bucket in stack.Buckets.Where(static bucket => bucket.Closed is null))
            {
                try
                {
                    await objects.EnsureBucketAsync(bucket.Name, stack.AccountId, stack.Region, cancellation).ConfigureAwait(false);
                    await SetAsync(bucket, stack, cancellation).ConfigureAwait(false);
                }
                catch (RefusedException e)
                {
                    throw new UsageException($"{bucket.LogicalId} ({bucket.Line}): {e.Message}");
                }
            }
        }
    }

    /// <summary>Sets what a template says of a bucket, where nothing is set yet: what clients have changed stays.</summary>
    private async Task SetAsync(Bucket bucket, Stack stack, CancellationToken cancellation)
    {
        foreach (var (operation, asked, document) in TemplateBucket.Settings(bucket))
        {
            var there = await objects.AnswerAsync(Made(asked, [])).ConfigureAwait(false);
            using var said = new MemoryStream();
            await (there.WriteAsync?.Invoke(said, cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
            if (there.StatusCode == 200 && IsSet(asked, said.ToArray()))
            {
                continue;
            }

            var answer = await objects.AnswerAsync(Made(operation, document)).ConfigureAwait(false);
            await (answer.WriteAsync?.Invoke(Stream.Null, cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
            if (answer.StatusCode >= 300 && operation == "PutBucketEncryption")
            {
                // Servers without KMS do not take it; what is asked of callers does not depend on that.
                objects.Declare(bucket.Name, EncryptionDocument.Read(document)!);
            }
            else if (answer.StatusCode >= 300)
            {
                throw new UsageException($"{bucket.LogicalId} ({bucket.Line}): what holds the objects does not take {operation}: {answer.Refusal?.Message ?? $"it answered {answer.StatusCode}."}");
            }
        }

        S3Call Made(string operation, byte[] document) => new()
        {
            Operation = operation,
            Bucket = bucket.Name,
            Query = S3Routes.All.First(route => route.Operation == operation).Keys.ToDictionary(static key => key.Key, static key => key.Value ?? ""),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Body = new MemoryStream(document, writable: false),
            Length = document.Length,
            Account = stack.AccountId,
            CallerArn = $"arn:aws:iam::{stack.AccountId}:root",
            Region = stack.Region,
            RequestId = "",
            Cancellation = cancellation,
        };
    }

    /// <summary>What every bucket answers says nothing of what was set.</summary>
    private static bool IsSet(string asked, byte[] document) => asked switch
    {
        "GetBucketEncryption" => EncryptionDocument.Told(document) is not null,
        "GetBucketVersioning" => Encoding.UTF8.GetString(document).Contains("<Status>", StringComparison.Ordinal),
        _ => true,
    };
}
