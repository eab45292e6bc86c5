using System.Globalization;
using System.Security.Authentication;
using Emulation.Calls;
using Emulation.S3.Wire;
using Iam;
using Microsoft.AspNetCore.Connections.Features;

namespace Emulation.S3.Asks;

/// <summary>The values of the condition keys of one request: an action's question has those that the action has. Amazon S3 User Guide, "Amazon S3 condition keys".</summary>
internal sealed class S3Keys
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private readonly S3Request request;
    private readonly ServiceCall call;
    private readonly IReadOnlyDictionary<string, string> tags;
    private readonly S3Document? document;
    private readonly List<ConditionKey> common = [];

    /// <exception cref="RefusedException">What the keys are read from cannot be read.</exception>
    public S3Keys(S3Request request, ReadOnlyMemory<byte> body, ServiceCall call)
    {
        (this.request, this.call) = (request, call);
        document = request.Route!.Operation switch
        {
            "PutObjectTagging" => S3Document.Of(body, "Tagging"),
            "PutObjectRetention" => S3Document.Of(body, "Retention"),
            "PutObjectLegalHold" => S3Document.Of(body, "LegalHold"),
            "CreateBucket" when body.Length > 0 => S3Document.Of(body, "CreateBucketConfiguration"),
            "PutBucketInventoryConfiguration" => S3Document.Of(body, "InventoryConfiguration"),
            _ => null,
        };
        tags = request.Route.Operation switch
        {
            "PutObjectTagging" => document!.Tags(),
            "CreateBucket" => document?.Tags("Tags") ?? [],
            _ => TaggingHeader.Read(request),
        };
        AddCommon();
    }

    /// <summary>The tags that a bucket or an object is to have.</summary>
    public IReadOnlyDictionary<string, string> RequestTags => tags;

    /// <summary>The keys of an action on what an account owns.</summary>
    /// <param name="action">The action, without <c>s3:</c>.</param>
    /// <param name="owner">Who owns the bucket; null of an action on none.</param>
    /// <param name="versionId">The version that it is done to; null where none is named.</param>
    /// <param name="existing">The tags of the object; null where no policy asks for them.</param>
    public IEnumerable<ConditionKey> Of(string action, AccountId? owner, string? versionId = null, IReadOnlyDictionary<string, string>? existing = null)
    {
        var keys = new List<ConditionKey>(common);
        if (owner is { } account)
        {
            keys.Add(new ConditionKey("s3:ResourceAccount", account.ToString()));
        }

        if (S3ActionKeys.HasPayloadHash(action) && PayloadHash is { } hash)
        {
            keys.Add(new ConditionKey(S3ActionKeys.PayloadHash, hash));
        }

        foreach (var name in S3ActionKeys.Of(action))
        {
            keys.AddRange(Of(name, versionId, existing));
        }

        return keys;
    }

    /// <summary>A presigned URL that says nothing of the body leaves it open.</summary>
    private string? PayloadHash => call.Payload?.Hash.ToString() ?? request.PayloadHash;

    private IEnumerable<ConditionKey> Of(string name, string? versionId, IReadOnlyDictionary<string, string>? existing) => name switch
    {
        S3ActionKeys.RequestTag => tags.Select(static tag => new ConditionKey($"{S3ActionKeys.RequestTag}{tag.Key}", tag.Value)),
        "s3:RequestObjectTagKeys" => tags.Count == 0 ? [] : [new ConditionKey(name, [.. tags.Keys])],
        S3ActionKeys.BucketTag => tags.Select(static tag => new ConditionKey($"{S3ActionKeys.BucketTag}{tag.Key}", tag.Value)),
        "aws:TagKeys" => ConditionKey.OfRequest(tags.Keys),
        S3ActionKeys.ExistingTag => existing?.Select(static tag => new ConditionKey($"{S3ActionKeys.ExistingTag}{tag.Key}", tag.Value)) ?? [],
        "s3:versionid" => ConditionKey.IfAny(name, versionId),
        "s3:prefix" or "s3:delimiter" or "s3:max-keys" => ConditionKey.IfAny(name, request.Query.GetValueOrDefault(name[3..])),
        "s3:locationconstraint" => ConditionKey.IfAny(name, document?.Text("LocationConstraint")),
        "s3:ObjectCreationOperation" => [new ConditionKey(name, request.Route!.Operation is "PutObject" or "CopyObject" or "CompleteMultipartUpload" ? "true" : "false")],
        "s3:InventoryAccessibleOptionalFields" =>
            document?.All("Field", "OptionalFields").Select(static field => field.Value).ToArray() is { Length: > 0 } fields ? [new ConditionKey(name, [.. fields])] : [],
        "s3:x-amz-copy-source" => ConditionKey.IfAny(name, request.Source?.Name),
        "s3:x-amz-server-side-encryption-aws-kms-key-id" => ConditionKey.IfAny(name, KmsKey(Header("x-amz-server-side-encryption-aws-kms-key-id"))),
        "s3:object-lock-mode" => ConditionKey.IfAny(name, Header("x-amz-object-lock-mode") ?? Retention("Mode")),
        "s3:object-lock-retain-until-date" => ConditionKey.IfAny(name, Header("x-amz-object-lock-retain-until-date") ?? Retention("RetainUntilDate")),
        "s3:object-lock-remaining-retention-days" => RemainingDays(name),
        "s3:object-lock-legal-hold" => ConditionKey.IfAny(
            name, Header("x-amz-object-lock-legal-hold") ?? (request.Route!.Operation == "PutObjectLegalHold" ? document!.Text("Status") : null)),
        _ => ConditionKey.IfAny(name, Header(name[3..])),
    };

    private string? Header(string name) => request.Headers.GetValueOrDefault(name);

    private string? Retention(string element) => request.Route!.Operation == "PutObjectRetention" ? document!.Text(element) : null;

    private IEnumerable<ConditionKey> RemainingDays(string name) =>
        DateTimeOffset.TryParse(
            Header("x-amz-object-lock-retain-until-date") ?? Retention("RetainUntilDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            ? [new ConditionKey(name, Math.Ceiling((until - call.Facts.At).TotalDays).ToString("0", CultureInfo.InvariantCulture))] : [];

    /// <summary>A key's ARN, as policies have it, of an id or an alias of the caller's account.</summary>
    private string? KmsKey(string? id) => id is null || id.StartsWith("arn:", StringComparison.Ordinal) ? id
        : $"{S3Arn.Partition(call.Facts.Region)}:kms:{call.Facts.Region}:{call.Caller?.Principal.Account}:{(id.StartsWith("alias/", StringComparison.Ordinal) ? id : $"key/{id}")}";

    private void AddCommon()
    {
        if (request.Received.Http.Features.Get<ITlsHandshakeFeature>() is { } tls)
        {
            common.Add(new ConditionKey("s3:TlsVersion", tls.Protocol == SslProtocols.Tls13 ? "1.3" : "1.2"));
        }

        if (call.Payload is not { } payload)
        {
            return;
        }

        common.Add(new ConditionKey("s3:authType", request.Authentication switch
        {
            S3Authentication.Query => "REST-QUERY-STRING",
            S3Authentication.Form => "POST",
            _ => "REST-HEADER",
        }));
        common.Add(new ConditionKey("s3:signatureversion", Algorithm));
        if (request.Authentication == S3Authentication.Query)
        {
            var age = Math.Max(0, (call.Facts.At - payload.SignedAt).TotalMilliseconds);
            common.Add(new ConditionKey("s3:signatureAge", age.ToString("0", CultureInfo.InvariantCulture)));
        }
    }
}
