using System.Text;
using Emulation.S3.Asks;
using Emulation.S3.Wire;
using Sam;

namespace Emulation.S3.Door;

/// <summary>The operations by which a bucket lets somebody in, which LocalAws answers itself: it enforces them, and what holds the objects does not know them.</summary>
internal sealed class PolicyOperations(BucketPolicies policies)
{
    // Amazon S3 User Guide, "Bucket policies and user policies": 20 KB.
    private const int LongestPolicy = 20 * 1024;
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>Whether an operation is one of these.</summary>
    public static bool Has(string operation) => operation is "GetBucketPolicy" or "GetBucketPolicyStatus" or "GetPublicAccessBlock" || Changes(operation);

    /// <summary>Whether it changes who gets in.</summary>
    public static bool Changes(string operation) => operation is "PutBucketPolicy" or "DeleteBucketPolicy" or "PutPublicAccessBlock" or "DeletePublicAccessBlock";

    /// <summary>Answers a call about a bucket that is there.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="body">The document of the call.</param>
    /// <param name="caller">Who asks, as an ARN.</param>
    /// <param name="arn">The bucket's ARN.</param>
    public S3Answer Answer(string operation, string bucket, ReadOnlyMemory<byte> body, string caller, string arn) => operation switch
    {
        "PutBucketPolicy" => Put(bucket, body, caller, arn),
        "GetBucketPolicy" => policies.Of(bucket).Policy is { } policy ? Document("application/json", policy.Json) : Refused(NoPolicy(bucket)),
        "GetBucketPolicyStatus" => policies.Of(bucket).Policy is { } policy
            ? Xml($"<PolicyStatus xmlns=\"{Namespace}\"><IsPublic>{Word(PublicPolicy.IsPublic(policy))}</IsPublic></PolicyStatus>") : Refused(NoPolicy(bucket)),
        "DeleteBucketPolicy" => Done(() => policies.DeletePolicy(bucket)),
        "PutPublicAccessBlock" => Block(bucket, body),
        "GetPublicAccessBlock" => policies.HasBlock(bucket) ? Xml(Written(policies.Of(bucket).Block)) : Refused(NoBlock(bucket)),
        "DeletePublicAccessBlock" => Done(() => policies.PutBlock(bucket, null)),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "It is none of these."),
    };

    private static S3Refusal NoPolicy(string bucket) => new(404, "NoSuchBucketPolicy", "The bucket policy does not exist") { Elements = [("BucketName", bucket)] };

    private static S3Refusal NoBlock(string bucket) =>
        new(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found") { Elements = [("BucketName", bucket)] };

    private static S3Refusal Malformed(string message) => new(400, "MalformedPolicy", message);

    private static S3Answer Refused(S3Refusal refusal) => S3Answer.Refused(refusal);

    private static string Word(bool value) => value ? "true" : "false";

    private static S3Answer Done(Action change)
    {
        change();
        return new S3Answer(204);
    }

    private static S3Answer Xml(string element) => Document("application/xml", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{element}");

    private static S3Answer Document(string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new S3Answer(200)
        {
            Headers = [new("Content-Type", type), new("Content-Length", $"{bytes.Length}")],
            WriteAsync = (stream, cancellation) => stream.WriteAsync(bytes, cancellation).AsTask(),
        };
    }

    private static string Written(PublicAccessBlock block) =>
        $"<PublicAccessBlockConfiguration xmlns=\"{Namespace}\"><BlockPublicAcls>{Word(block.BlockPublicAcls)}</BlockPublicAcls>"
        + $"<IgnorePublicAcls>{Word(block.IgnorePublicAcls)}</IgnorePublicAcls><BlockPublicPolicy>{Word(block.BlockPublicPolicy)}</BlockPublicPolicy>"
        + $"<RestrictPublicBuckets>{Word(block.RestrictPublicBuckets)}</RestrictPublicBuckets></PublicAccessBlockConfiguration>";

    private S3Answer Put(string bucket, ReadOnlyMemory<byte> body, string caller, string arn)
    {
        if (body.Length > LongestPolicy)
        {
            return Refused(Malformed("Policy exceeds the maximum allowed document size."));
        }

        var result = BucketPolicies.Parse(bucket, Encoding.UTF8.GetString(body.Span));
        if (result.Policy is not { } policy)
        {
            return Refused(Malformed($"Policy is not valid: {string.Join(' ', result.Errors.Select(static error => $"{error.JsonPath}: {error.Message} {error.Remedy}"))}"));
        }

        // Captured: s3/public_policy_replay.json of radkawar/stackd; the words are a guess.
        if (policy.Statements.Any(static statement => statement is { Denies: false, HasNotPrincipal: true }))
        {
            return Refused(Malformed("Allow with NotPrincipal is not allowed."));
        }

        if (policy.Statements.Any(statement => statement.ResourceTexts.Any(resource => !IsOf(arn, resource))))
        {
            return Refused(Malformed("Policy has invalid resource"));
        }

        if (policy.Statements.Select(statement => ActionReach.WhyNot(statement, arn)).FirstOrDefault(static why => why is not null) is { } wrong)
        {
            return Refused(Malformed(wrong));
        }

        if (!policies.KnowsAll(policy))
        {
            return Refused(Malformed("Invalid principal in policy"));
        }

        if (policies.Of(bucket).Block.BlockPublicPolicy && PublicPolicy.IsPublic(policy))
        {
            return Refused(S3Refusals.AccessDenied with
            {
                Message = $"User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \"{arn}\" "
                    + "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            });
        }

        return Done(() => policies.PutPolicy(bucket, policy));
    }

    /// <summary>The bucket itself, or what is in it.</summary>
    private static bool IsOf(string arn, string resource) => resource == arn || resource.StartsWith($"{arn}/", StringComparison.Ordinal) || resource == $"{arn}*";

    private S3Answer Block(string bucket, ReadOnlyMemory<byte> body)
    {
        var document = S3Document.Of(body, "PublicAccessBlockConfiguration");
        policies.PutBlock(bucket, new PublicAccessBlock(Is("BlockPublicAcls"), Is("IgnorePublicAcls"), Is("BlockPublicPolicy"), Is("RestrictPublicBuckets")));
        return new S3Answer(200);

        bool Is(string name) => document.Text(name) switch
        {
            null or "false" or "FALSE" or "False" => false,
            "true" or "TRUE" or "True" => true,
            _ => throw new Calls.RefusedException(S3Refusals.MalformedXml),
        };
    }
}
