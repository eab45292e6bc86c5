using System.Collections.Frozen;
using Emulation.Calls;
using Emulation.S3.Asks;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using Emulation.Wire;
using Iam;
using Sam;
using SigV4;

namespace Emulation.S3.Door;

/// <summary>
/// S3, as the door has it: IAM in front of whatever holds the objects. Bodies are streamed both ways; what a body must be is checked while it is read, and nothing is kept of
/// one that is not that.
/// </summary>
internal sealed class S3Service
{
    public const string Name = "s3";

    /// <summary>In bytes, of a document: CompleteMultipartUpload's with 10,000 parts and DeleteObjects' with 1,000 keys are among them.</summary>
    private const int LongestDocument = IAwsService.LongestBodyOfMost;

    /// <summary>Whose bodies are objects: they are not read before policies allow them, and never whole.</summary>
    private static readonly FrozenSet<string> Streamed = FrozenSet.Create("PutObject", "UploadPart");

    /// <summary>Of these, who may not list the bucket is not told that there is no such key.</summary>
    private static readonly FrozenSet<string> Readers = FrozenSet.Create(
        "GetObject", "HeadObject", "GetObjectAttributes", "GetObjectTagging", "GetObjectAcl", "GetObjectTorrent", "SelectObjectContent", "GetObjectRetention", "GetObjectLegalHold",
        "CopyObject", "UploadPartCopy", "RestoreObject");

    private static readonly IReadOnlySet<string> NoMembers = FrozenSet<string>.Empty;
    private readonly IObjectServer objects;
    private readonly BucketPolicies policies;
    private readonly S3Asks asks;
    private readonly EncryptionAsks encryption;
    private readonly DeleteMarkers markers;
    private readonly PolicyOperations ofPolicies;
    private readonly S3Wire wire;
    private readonly string region;

    /// <param name="objects">What holds the objects.</param>
    /// <param name="policies">Who else may use the buckets.</param>
    /// <param name="keys">What is asked of KMS in callers' names.</param>
    /// <param name="region">The region of signatures.</param>
    /// <param name="plainHost">The host of the endpoint's address, below which no bucket is; null for this machine's usual names.</param>
    /// <param name="time">The time.</param>
    public S3Service(IObjectServer objects, BucketPolicies policies, IServiceKeys keys, string region, string? plainHost, TimeProvider time)
    {
        (this.objects, this.policies, this.region) = (objects, policies, region);
        asks = new S3Asks(policies, objects);
        (encryption, markers) = (new EncryptionAsks(objects, keys), new DeleteMarkers(objects, asks));
        ofPolicies = new PolicyOperations(policies);
        Names = new S3Names(objects, plainHost);
        wire = new S3Wire(Names.BucketOf, region, time);
    }

    /// <summary>Which requests are S3's.</summary>
    public S3Names Names { get; }

    /// <summary>Which pages of browsers may call; null where that is not kept here.</summary>
    public IBucketCors? Cors { get; init; }

    public AwsService<S3Request, S3Answer> Service => new(
        Name, wire, S3Routes.All.Select(route => new ServiceOperation<S3Request, S3Answer>(route.Operation, NoMembers, PlanAsync)))
    {
        Region = region,
        MaxClockSkew = SignatureErrors.Skew,
        Signatures = new SigV4VerifierOptions { TrustDeclaredPayload = true },
        TakesUnsigned = request => wire.RequestOf(request).Authentication == S3Authentication.None,
        FormOf = request => wire.RequestOf(request).Form?.Signature,
        Owns = Names.Own,
        ReadsBody = request => !Changes(request),
        MayWait = request => !Changes(request),
        TellsReasons = true,
    };

    /// <summary>The buckets of templates, with all that any of them says of who may use them.</summary>
    public static IEnumerable<DeclaredBucket> Declared(IEnumerable<Stack> stacks, IReadOnlyDictionary<string, Policy> policies) => stacks.SelectMany(stack => stack.Buckets
        .Select(bucket => new DeclaredBucket(bucket, stack.AccountId, policies.GetValueOrDefault(bucket.Arn.ToString()) ?? bucket.ResourcePolicy)));

    /// <summary>Makes the templates' buckets where they are not there yet, as the templates say.</summary>
    /// <exception cref="UsageException">What holds the objects is out of reach, or does not take one.</exception>
    public Task StartAsync(IEnumerable<Stack> stacks, DeclaredSettings settings, CancellationToken cancellation) => settings.EnsureAsync(objects, stacks, cancellation);

    /// <summary>What a browser says of a page's call to a bucket; null where none is named or no rules of pages are kept.</summary>
    public BrowserRequest? PageOf(ReceivedRequest request, string? method, string? headers) => Cors is not null && wire.RequestOf(request) is { Bucket: { } bucket } read
        ? new BrowserRequest(bucket, read.Key is not null, request.Http.Request.Headers.Origin.ToString(), method, headers) : null;

    /// <summary>Finds out which pages may call the bucket of a request.</summary>
    public ValueTask PrepareAsync(ReceivedRequest request) => Cors is { } cors && wire.RequestOf(request).Bucket is { } bucket
        ? cors.PrepareAsync(bucket, request.Http.RequestAborted) : ValueTask.CompletedTask;

    /// <summary>Reads the fields of a browser's form; nothing of another request.</summary>
    public ValueTask ReadFormAsync(ReceivedRequest request) => PostForm.IsForm(request) ? wire.RequestOf(request).ReadFormAsync() : ValueTask.CompletedTask;

    /// <summary>Sends what answers a request that is no call.</summary>
    public Task SendAsync(ReceivedRequest request, S3Answer answer, string requestId) => wire.SendAsync(request.Http, requestId, "", answer);

    /// <summary>Whether a request changes what is kept of access: the next reading of the templates must know of it.</summary>
    private bool Changes(ReceivedRequest request) =>
        wire.RequestOf(request).Route?.Operation is { } operation && (PolicyOperations.Changes(operation) || operation == "CreateBucket");

    private async ValueTask<Intent<S3Answer>> PlanAsync(ServiceCall<S3Request> call)
    {
        var request = call.Parameters;
        var operation = S3Operations.All[request.Route!.Operation];
        if (operation.Lacks is { } lacks)
        {
            return S3Refusals.NotImplemented($"{operation.Name}: {lacks}");
        }

        if ((ClosureOf(request.Bucket) ?? ClosureOf(request.Source?.Bucket)) is { } closed)
        {
            return S3Refusals.NotImplemented(closed);
        }

        S3Body? posted = null;
        if (request.Form?.Check(request.Bucket!, call.Facts.At, out posted) is { } unlike)
        {
            return unlike;
        }

        var body = posted ?? S3Body.Of(request, call.Payload);
        var document = Streamed.Contains(operation.Name) ? [] : await body.ReadAsync(LongestDocument, call.Cancellation).ConfigureAwait(false);
        var keys = new S3Keys(request, document, call);
        if (operation.Name == "DeleteObjects")
        {
            return await PlanBatchAsync(call, keys, document).ConfigureAwait(false);
        }

        await foreach (var ask in asks.OfAsync(request, keys, document, call).ConfigureAwait(false))
        {
            if (await RefuseAsync(ask, call).ConfigureAwait(false) is { } refusal)
            {
                return await markers.OfRefusedAsync(call, keys).ConfigureAwait(false) ?? refusal;
            }
        }

        await foreach (var ask in encryption.OfAsync(request, document, call).ConfigureAwait(false))
        {
            if (await RefuseAsync(ask, call).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        if (!asks.IsOwnedAsExpected(request))
        {
            return S3Refusals.AccessDenied with { Reason = "The bucket belongs to another account than the request expects." };
        }

        if (BucketOwnership.Refuse(request, document) is { } acl)
        {
            return acl;
        }

        if (request.Form is { } form)
        {
            var made = CallOf(call, body.Content, null, body.Trailers);
            return Intent<S3Answer>.WithoutPermission(
                async () => await FormAnswer.OfAsync(form, made, await PerformAsync(call, keys, made).ConfigureAwait(false)).ConfigureAwait(false));
        }

        if (Streamed.Contains(operation.Name))
        {
            return body.Length is not { } length ? S3Refusals.MissingLength
                : length > S3Refusals.LongestUpload ? S3Refusals.TooLarge(length)
                : Intent<S3Answer>.WithoutPermission(() => PerformAsync(call, keys, CallOf(call, body.Content, length, body.Trailers)));
        }

        return Intent<S3Answer>.WithoutPermission(
            () => PerformAsync(call, keys, CallOf(call, new MemoryStream(document, writable: false), document.Length, body.Trailers), document));
    }

    private async ValueTask<Intent<S3Answer>> PlanBatchAsync(ServiceCall<S3Request> call, S3Keys keys, byte[] document)
    {
        var batch = new BatchDelete(call.Parameters, document);
        if (!asks.IsOwnedAsExpected(call.Parameters))
        {
            return S3Refusals.AccessDenied with { Reason = "The bucket belongs to another account than the request expects." };
        }

        if (await objects.BucketAsync(call.Parameters.Bucket!, call.Cancellation).ConfigureAwait(false) is null)
        {
            return S3Refusals.NoSuchBucket(call.Parameters.Bucket!);
        }

        await batch.DecideAsync(async (key, version) =>
        {
            foreach (var ask in await asks.OfDeleteAsync(call.Parameters, keys, call, key, version).ConfigureAwait(false))
            {
                if (await RefuseAsync(ask, call).ConfigureAwait(false) is { } refusal)
                {
                    return refusal;
                }
            }

            return null;
        }).ConfigureAwait(false);
        return Intent<S3Answer>.WithoutPermission(async () =>
        {
            var left = batch.Left(CallOf(call, new MemoryStream(document, writable: false), document.Length, new Dictionary<string, string>()));
            return await batch.CompleteAsync(left is null ? null : await objects.AnswerAsync(left).ConfigureAwait(false), call.Cancellation).ConfigureAwait(false);
        });
    }

    /// <summary>Why nobody gets into a bucket; null for one that is open.</summary>
    private string? ClosureOf(string? bucket) => bucket is null ? null : policies.Of(bucket).Closed;

    /// <summary>
    /// Puts a question; null when it is allowed. Of a bucket that is not there everybody is told so. Who belongs to another organisation, or is nobody, gets no reason. Amazon S3
    /// User Guide, "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".
    /// </summary>
    private async ValueTask<S3Refusal?> RefuseAsync(Ask ask, ServiceCall<S3Request> call)
    {
        if (call.Refuse(ask) is not { } words)
        {
            return null;
        }

        var why = call.Why;
        foreach (var bucket in (string?[])[call.Parameters.Bucket, call.Parameters.Source?.Bucket])
        {
            if (bucket is not null && call.Parameters.Route!.Operation != "CreateBucket"
                && await objects.BucketAsync(bucket, call.Cancellation).ConfigureAwait(false) is null)
            {
                return S3Refusals.NoSuchBucket(bucket) with { Reason = why };
            }
        }

        return S3Refusals.AccessDenied with { Message = IsToldWhy(call.Subject!.Request) ? words : S3Refusals.AccessDenied.Message, Reason = why };
    }

    private static bool IsToldWhy(AccessRequest asked) => asked.Principal.Account is { } account
        && (account == asked.ResourceAccount
            || (asked.Context.TryGet("aws:PrincipalOrgID", out var own) && asked.Context.TryGet("aws:ResourceOrgID", out var other) && own.SequenceEqual(other)));

    private S3Call CallOf(ServiceCall<S3Request> call, Stream body, long? length, IReadOnlyDictionary<string, string> trailers) => new()
    {
        Operation = call.Parameters.Route!.Operation,
        Bucket = call.Parameters.Bucket,
        Key = call.Parameters.Key,
        Query = call.Parameters.Query,
        Headers = call.Parameters.Headers,
        Host = call.Request?.Http.Request.Host.Value,
        Source = call.Parameters.Source,
        Body = body,
        Length = length,
        Trailers = trailers,
        Account = call.Signer.Principal.Account ?? (call.Parameters.Bucket is { } bucket ? policies.Of(bucket).Owner : default),
        CallerArn = call.Signer.Principal is Anonymous ? "*" : call.Signer.Principal.Arn,
        Region = call.Facts.Region,
        RequestId = call.Id,
        Cancellation = call.Cancellation,
    };

    private async ValueTask<S3Answer> PerformAsync(ServiceCall<S3Request> call, S3Keys keys, S3Call made, byte[]? document = null)
    {
        if (PolicyOperations.Has(made.Operation))
        {
            return await objects.BucketAsync(made.Bucket!, made.Cancellation).ConfigureAwait(false) is null
                ? S3Answer.Refused(S3Refusals.NoSuchBucket(made.Bucket!))
                : ofPolicies.Answer(made.Operation, made.Bucket!, document ?? [], made.CallerArn, S3Arn.Of(made.Region, made.Bucket!));
        }

        if (made.Operation == "CreateBucket" && await objects.BucketAsync(made.Bucket!, made.Cancellation).ConfigureAwait(false) is null)
        {
            policies.Begin(made.Bucket!, made.Account);
        }

        var answer = await objects.AnswerAsync(made).ConfigureAwait(false);
        foreach (var ask in await encryption.OfAnswerAsync(call.Parameters, answer, call).ConfigureAwait(false))
        {
            if (await RefuseAsync(ask, call).ConfigureAwait(false) is { } refusal)
            {
                answer.Source?.Dispose();
                return S3Answer.Refused(refusal);
            }
        }

        return answer.StatusCode == 404 && Readers.Contains(made.Operation) ? await MissingAsync(call, keys, answer).ConfigureAwait(false)
            : await ToldHeaders.OfAsync(asks, call, keys, answer).ConfigureAwait(false);
    }

    /// <summary>That a key is not there is for those who may list the bucket.</summary>
    private async ValueTask<S3Answer> MissingAsync(ServiceCall<S3Request> call, S3Keys keys, S3Answer answer)
    {
        var bucket = call.Parameters.Source?.Bucket ?? call.Parameters.Bucket!;
        if (answer.Refusal?.Type is "NoSuchBucket" || await RefuseAsync(asks.OfMissing(bucket, keys, call), call).ConfigureAwait(false) is not { } refusal)
        {
            return answer;
        }

        await (answer.WriteAsync?.Invoke(Stream.Null, call.Cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
        return S3Answer.Refused(refusal);
    }
}
