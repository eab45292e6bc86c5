using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Emulation.S3.Wire;

namespace Emulation.S3.Store;

/// <summary>
/// The documents of buckets: versions, tags, pages of browsers, ownership and encryption. Who gets in is kept elsewhere. Amazon S3 API Reference, the operations of
/// each.
/// </summary>
internal sealed class BucketDocuments(StoreParts parts)
{
    private const string Xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"";

    public S3Answer GetVersioning(S3Call call)
    {
        var status = parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.Versioning);
        return AnswerDocument.Answer("VersioningConfiguration", body => body.Add("Status", status));
    }

    public async ValueTask<S3Answer> PutVersioningAsync(S3Call call)
    {
        var document = await DocumentAsync(call, "VersioningConfiguration").ConfigureAwait(false);
        if (document.Text("MfaDelete") is "Enabled")
        {
            throw S3Refusals.NotHere("deletion by a second factor").Raised();
        }

        var status = document.Text("Status")
            ?? throw S3Refusals.Of(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified").Raised();
        return await SetAsync(call, BucketDocument.Versioning, status is "Enabled" or "Suspended" ? status : throw S3Refusals.MalformedXml.Raised(), 200).ConfigureAwait(false);
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

    public S3Answer GetOwnership(S3Call call) => parts.BucketOf(call).Documents.GetValueOrDefault(BucketDocument.Ownership) == "none"
        ? throw Missing(call, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
        : AnswerDocument.Answer("OwnershipControls", static body => body.Add("Rule", static rule => rule.Add("ObjectOwnership", "BucketOwnerEnforced")));

    public async ValueTask<S3Answer> PutOwnershipAsync(S3Call call)
    {
        var document = await DocumentAsync(call, "OwnershipControls").ConfigureAwait(false);
        return document.Children("Rule").Select(static rule => rule.Needed("ObjectOwnership")).SequenceEqual(["BucketOwnerEnforced"])
            ? await SetAsync(call, BucketDocument.Ownership, null, 200).ConfigureAwait(false)
            : throw S3Refusals.NotHere("access control lists; every bucket's ownership is BucketOwnerEnforced").Raised();
    }

    /// <summary>Access control lists stay off also without controls: that is the safer side of what S3 leaves then.</summary>
    public ValueTask<S3Answer> DeleteOwnershipAsync(S3Call call) => SetAsync(call, BucketDocument.Ownership, "none", 204);

    public S3Answer GetEncryption(S3Call call) => 
        new AnswerHeaders().Add("Content-Type", "application/xml").Answer(200, EncryptionDocument.Written(parts.BucketOf(call).Encryption));

    public async ValueTask<S3Answer> PutEncryptionAsync(S3Call call)
    {
        parts.BucketOf(call);
        var encryption = EncryptionDocument.Read(await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false));
        return await SetAsync(call, BucketDocument.Encryption, encryption is null ? null : Encoding.UTF8.GetString(EncryptionDocument.Written(encryption)),
            200).ConfigureAwait(false);
    }

    /// <summary>An owner's full control, which is all that there is where access control lists are off.</summary>
    public S3Answer GetAcl(S3Call call)
    {
        var owner = CanonicalId.Of(parts.BucketOf(call).Account);
        return AnswerDocument.Answer("AccessControlPolicy", body => body
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
            : throw S3Refusals.NoAcls.Raised();
    }

    /// <summary>Takes a document away, whether there is one or not.</summary>
    public ValueTask<S3Answer> DeleteAsync(S3Call call, string kind) => SetAsync(call, kind, null, 204);

    /// <summary>Sends nothing anywhere: only who asks for that is told so.</summary>
    public async ValueTask<S3Answer> PutNotificationAsync(S3Call call)
    {
        parts.BucketOf(call);
        var document = await DocumentAsync(call, "NotificationConfiguration").ConfigureAwait(false);
        return document.HasElements ? throw S3Refusals.NotHere("sending notifications of what happens in a bucket").Raised() : new AnswerHeaders().Answer(200);
    }

    private static Calls.RefusedException Missing(S3Call call, string code, string message) => S3Refusals.Of(404, code, message, ("BucketName", call.Bucket!)).Raised();

    private async Task<XElement> DocumentAsync(S3Call call, string root) => XmlRequest.Parse(await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false), root);

    private async ValueTask<S3Answer> SetAsync(S3Call call, string kind, string? text, int status)
    {
        await parts.Buckets.SetAsync(parts.BucketOf(call), kind, text).ConfigureAwait(false);
        return status == 204 ? AnswerHeaders.NoContent : new AnswerHeaders().Answer(status);
    }
}
