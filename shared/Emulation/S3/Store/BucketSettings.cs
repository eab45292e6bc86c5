using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Emulation.S3.Store;

/// <summary>
/// The documents of buckets: versions, tags, pages of browsers, policy, public access, ownership and encryption. What is kept here decides nothing here. Amazon S3 API
/// Reference, the operations of each.
/// </summary>
internal sealed class BucketSettings(StoreParts parts)
{
    private const string Xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"";

    public S3Answer GetVersioning(S3Call call)
    {
        var status = parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.Versioning);
        return XmlBody.Answer("VersioningConfiguration", body => body.Add("Status", status));
    }

    public async ValueTask<S3Answer> PutVersioningAsync(S3Call call)
    {
        var document = await DocumentAsync(call, "VersioningConfiguration").ConfigureAwait(false);
        if (document.Text("MfaDelete") is "Enabled")
        {
            throw S3Errors.NotHere("deletion by a second factor");
        }

        var status = document.Text("Status")
            ?? throw S3Errors.Of(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
        return await SetAsync(call, BucketDocument.Versioning, status is "Enabled" or "Suspended" ? status : throw S3Errors.MalformedXml(), 200).ConfigureAwait(false);
    }

    public S3Answer GetTagging(S3Call call) => parts.BucketOf(call) is { Tags.IsEmpty: false } bucket
        ? ObjectTags.Answer(bucket.Tags)
        : throw Missing(call, "NoSuchTagSet", "The TagSet does not exist");

    public async ValueTask<S3Answer> PutTaggingAsync(S3Call call)
    {
        var tags = ObjectTags.OfDocument(await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false), isBucket: true);
        var text = tags.IsEmpty ? null : JsonSerializer.Serialize(tags, StoreJson.Default.ImmutableArrayObjectTag);
        return await SetAsync(call, BucketDocument.Tagging, text, 204).ConfigureAwait(false);
    }

    public S3Answer GetCors(S3Call call) => parts.BucketOf(call).Cors?.Answer() ?? throw Missing(call, "NoSuchCORSConfiguration", "The CORS configuration does not exist");

    public async ValueTask<S3Answer> PutCorsAsync(S3Call call)
    {
        var bytes = await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false);
        CorsRules.Parse(bytes);
        return await SetAsync(call, BucketDocument.Cors, Encoding.UTF8.GetString(bytes), 200).ConfigureAwait(false);
    }

    public S3Answer GetPolicy(S3Call call) =>
        new AnswerHeaders().Add("Content-Type", "application/json").Answer(200, Encoding.UTF8.GetBytes(PolicyOf(call)));

    public async ValueTask<S3Answer> PutPolicyAsync(S3Call call)
    {
        const int Longest = 20 << 10;
        var bytes = await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false);
        if (bytes.Length > Longest || !IsObject(bytes))
        {
            throw S3Errors.Of(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
        }

        return await SetAsync(call, BucketDocument.Policy, Encoding.UTF8.GetString(bytes), 204).ConfigureAwait(false);
    }

    public S3Answer GetPolicyStatus(S3Call call)
    {
        var isPublic = PublicPolicies.IsPublic(PolicyOf(call));
        return XmlBody.Answer("PolicyStatus", body => body.Add("IsPublic", isPublic));
    }

    public S3Answer GetPublicAccess(S3Call call)
    {
        var settings = Read(parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.PublicAccessBlock))
            ?? throw Missing(call, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");
        return XmlBody.Answer("PublicAccessBlockConfiguration", body => body
            .Add("BlockPublicAcls", settings.BlockPublicAcls).Add("IgnorePublicAcls", settings.IgnorePublicAcls)
            .Add("BlockPublicPolicy", settings.BlockPublicPolicy).Add("RestrictPublicBuckets", settings.RestrictPublicBuckets));
    }

    public async ValueTask<S3Answer> PutPublicAccessAsync(S3Call call)
    {
        var document = await DocumentAsync(call, "PublicAccessBlockConfiguration").ConfigureAwait(false);
        var settings = new PublicAccessSettings(
            Flag(document, "BlockPublicAcls"), Flag(document, "IgnorePublicAcls"), Flag(document, "BlockPublicPolicy"), Flag(document, "RestrictPublicBuckets"));
        return await SetAsync(call, BucketDocument.PublicAccessBlock, Write(settings), 200).ConfigureAwait(false);
    }

    public S3Answer GetOwnership(S3Call call) => parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.Ownership) == "none"
        ? throw Missing(call, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
        : XmlBody.Answer("OwnershipControls", static body => body.Add("Rule", static rule => rule.Add("ObjectOwnership", "BucketOwnerEnforced")));

    public async ValueTask<S3Answer> PutOwnershipAsync(S3Call call)
    {
        var document = await DocumentAsync(call, "OwnershipControls").ConfigureAwait(false);
        return document.Children("Rule").Select(static rule => rule.Needed("ObjectOwnership")).SequenceEqual(["BucketOwnerEnforced"])
            ? await SetAsync(call, BucketDocument.Ownership, null, 200).ConfigureAwait(false)
            : throw S3Errors.NotHere("access control lists; every bucket's ownership is BucketOwnerEnforced");
    }

    /// <summary>Access control lists stay off also without controls: that is the safer side of what S3 leaves then.</summary>
    public ValueTask<S3Answer> DeleteOwnershipAsync(S3Call call) => SetAsync(call, BucketDocument.Ownership, "none", 204);

    public S3Answer GetEncryption(S3Call call)
    {
        parts.BucketOf(call);
        return XmlBody.Answer("ServerSideEncryptionConfiguration", static body => body.Add("Rule", static rule => rule
            .Add("ApplyServerSideEncryptionByDefault", static one => one.Add("SSEAlgorithm", "AES256")).Add("BucketKeyEnabled", false)));
    }

    /// <summary>What S3 does by itself, said again; keys of KMS are not here.</summary>
    public async ValueTask<S3Answer> PutEncryptionAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var document = await DocumentAsync(call, "ServerSideEncryptionConfiguration").ConfigureAwait(false);
        var algorithms = document.Children("Rule").SelectMany(static rule => rule.Children("ApplyServerSideEncryptionByDefault")).Select(static one => one.Needed("SSEAlgorithm")).ToList();
        return algorithms.Count == 0 ? throw S3Errors.MalformedXml()
            : algorithms is ["AES256"] ? await SetAsync(call, BucketDocument.Encryption, null, 200).ConfigureAwait(false)
            : throw S3Errors.NotHere($"encryption with a key of KMS, which {bucket.Name} is to have");
    }

    /// <summary>An owner's full control, which is all that there is where access control lists are off.</summary>
    public S3Answer GetAcl(S3Call call)
    {
        var owner = CanonicalId.Of(parts.BucketOf(call).Account);
        return XmlBody.Answer("AccessControlPolicy", body => body
            .Add("Owner", who => who.Add("ID", owner))
            .Add("AccessControlList", list => list.Add("Grant", grant => grant
                .Add("Grantee", who => who.Add("ID", owner), Xsi).Add("Permission", "FULL_CONTROL"))));
    }

    public async ValueTask<S3Answer> PutAclAsync(S3Call call)
    {
        parts.BucketOf(call);
        ObjectHeaders.CheckAccessControl(call);
        var body = await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false);
        return body.Length == 0 && call.Header("x-amz-acl") is not null
            ? new AnswerHeaders().Answer(200)
            : throw S3Errors.Of(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    }

    /// <summary>Takes a document away, whether there is one or not.</summary>
    public ValueTask<S3Answer> DeleteAsync(S3Call call, string kind) => SetAsync(call, kind, null, 204);

    /// <summary>Sends nothing anywhere: only who asks for that is told so.</summary>
    public async ValueTask<S3Answer> PutNotificationAsync(S3Call call)
    {
        parts.BucketOf(call);
        var document = await DocumentAsync(call, "NotificationConfiguration").ConfigureAwait(false);
        return document.HasElements ? throw S3Errors.NotHere("sending notifications of what happens in a bucket") : new AnswerHeaders().Answer(200);
    }

    public static PublicAccessSettings? Read(string? document) => document is null
        ? null
        : new PublicAccessSettings(document[0] == '1', document[1] == '1', document[2] == '1', document[3] == '1');

    public static string Write(PublicAccessSettings settings) => string.Concat(
        new[] { settings.BlockPublicAcls, settings.IgnorePublicAcls, settings.BlockPublicPolicy, settings.RestrictPublicBuckets }.Select(static one => one ? '1' : '0'));

    private static bool Flag(XElement document, string name) => bool.TryParse(document.Text(name) ?? "false", out var flag) ? flag : throw S3Errors.MalformedXml();

    private static bool IsObject(byte[] document)
    {
        try
        {
            return JsonNode.Parse(document) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Calls.RefusedException Missing(S3Call call, string code, string message) => S3Errors.Of(404, code, message, ("BucketName", call.Bucket!));

    private string PolicyOf(S3Call call) =>
        parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.Policy) ?? throw Missing(call, "NoSuchBucketPolicy", "The bucket policy does not exist");

    private async Task<XElement> DocumentAsync(S3Call call, string root) => XmlRequest.Parse(await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false), root);

    private async ValueTask<S3Answer> SetAsync(S3Call call, string kind, string? text, int status)
    {
        await parts.Buckets.SetAsync(parts.BucketOf(call), kind, text).ConfigureAwait(false);
        return status == 204 ? AnswerHeaders.NoContent : new AnswerHeaders().Answer(status);
    }
}
