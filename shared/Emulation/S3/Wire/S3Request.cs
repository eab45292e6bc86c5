using System.Text;
using System.Text.RegularExpressions;
using Emulation.Wire;

namespace Emulation.S3.Wire;

/// <summary>How a request proves who makes it.</summary>
internal enum S3Authentication
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the Authorization header: <c>REST-HEADER</c>.</summary>
    Header,

    /// <summary>By the query of a presigned URL: <c>REST-QUERY-STRING</c>.</summary>
    Query,

    /// <summary>By the fields of a browser's form: <c>POST</c>.</summary>
    Form,

    /// <summary>By Signature Version 2 or another way that S3 has given up in newer regions.</summary>
    Outdated,
}

/// <summary>A request read as S3 reads it: what it is about and which operation it names, or why it is none. Read once, so that door, policies and objects see the same.</summary>
internal sealed partial class S3Request
{
    private static readonly object Item = new();

    private S3Request(ReceivedRequest request, Func<string, string?> bucketOfHost)
    {
        Received = request;
        Headers = S3Headers.Of(request.Headers);
        Authentication = AuthenticationOf(request);
        Refusal = ReadTarget(bucketOfHost) ?? ReadQuery(request.Query) ?? ReadCopySource() ?? ReadForm();
        if (Refusal is null && !IsForm)
        {
            Route = S3Routes.Find(Method, Level, parameters, Headers, out var refusal);
            Refusal = refusal;
            Query = Route is null ? parameters : parameters.Where(parameter => Route.Has(parameter.Key)).ToDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>The upload that a form makes, or why it makes none.</summary>
    private S3Request(S3Request head, PostForm? form, S3Refusal? refusal)
    {
        (Received, Bucket, Authentication, Refusal, Form) = (head.Received, head.Bucket, head.Authentication, refusal, form);
        Headers = form?.AsHeaders() ?? [];
        if (form is not null)
        {
            Key = form.Key;
            Route = S3Routes.Upload;
            Authentication = form.Signature is null ? S3Authentication.None : S3Authentication.Form;
        }
    }

    private readonly Dictionary<string, string> parameters = new(StringComparer.Ordinal);

    public ReceivedRequest Received { get; }

    public string Method => Received.Method;

    public S3Authentication Authentication { get; }

    public string? Bucket { get; private set; }

    public string? Key { get; private set; }

    public S3Level Level => Key is not null ? S3Level.Object : Bucket is not null ? S3Level.Bucket : S3Level.Service;

    /// <summary>The operation; null with a refusal.</summary>
    public S3Route? Route { get; }

    /// <summary>Why it is no operation of S3; null when it is one.</summary>
    public S3Refusal? Refusal { get; }

    /// <summary>The parameters that the operation has.</summary>
    public IReadOnlyDictionary<string, string> Query { get; } = new Dictionary<string, string>();

    /// <summary>The headers that operations have, those among them that a presigned URL carries in its query.</summary>
    public Dictionary<string, string> Headers { get; }

    /// <summary>What is copied; null of other operations.</summary>
    public CopySource? Source { get; private set; }

    /// <summary>Whether the body is a form of a browser.</summary>
    public bool IsForm => PostForm.IsForm(Received);

    /// <summary>The form, once its fields are read; null of other requests.</summary>
    public PostForm? Form { get; }

    /// <summary>What the body is to be, as the client says; null of a presigned request that says nothing.</summary>
    public string? PayloadHash => S3Headers.One(Received, S3Headers.PayloadHash);

    /// <summary>Reads a request, once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="bucketOfHost">The bucket that a host names; null where the path does.</param>
    public static S3Request Of(ReceivedRequest request, Func<string, string?> bucketOfHost)
    {
        if (!request.Http.Items.TryGetValue(Item, out var read))
        {
            request.Http.Items[Item] = read = new S3Request(request, bucketOfHost);
        }

        return (S3Request)read!;
    }

    /// <summary>Reads the fields of a form: whoever asks for the request from now on gets the upload that the form makes.</summary>
    public async ValueTask ReadFormAsync()
    {
        if (Refusal is not null || Form is not null)
        {
            return;
        }

        try
        {
            Received.Http.Items[Item] = new S3Request(this, await PostForm.ReadAsync(Received).ConfigureAwait(false), null);
        }
        catch (Calls.RefusedException e)
        {
            Received.Http.Items[Item] = new S3Request(this, null, (S3Refusal)e.Refusal);
        }
    }

    /// <summary>Amazon S3 User Guide, "General purpose bucket naming rules".</summary>
    public static bool IsBucketName(string name) => BucketName().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>How a request means to prove who makes it, before anybody has verified that.</summary>
    public static S3Authentication AuthenticationOf(ReceivedRequest request)
    {
        var query = request.Query;
        if (request.Http.Request.Headers.Authorization is [{ Length: > 0 } header, ..])
        {
            return header.StartsWith("AWS4-", StringComparison.Ordinal) ? S3Authentication.Header : S3Authentication.Outdated;
        }

        return query.Contains("X-Amz-", StringComparison.Ordinal) && (Names(query, "X-Amz-Algorithm") || Names(query, "X-Amz-Credential") || Names(query, "X-Amz-Signature"))
            ? S3Authentication.Query
            : Names(query, "AWSAccessKeyId") || Names(query, "Signature") ? S3Authentication.Outdated : S3Authentication.None;
    }

    private static bool Names(ReadOnlySpan<char> query, string name)
    {
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var end = pair.IndexOf('=') is var at and >= 0 ? at : pair.Length;
            if (S3Text.TryDecode(pair[..end], out var decoded) && decoded.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private S3Refusal? ReadTarget(Func<string, string?> bucketOfHost)
    {
        var host = Received.Http.Request.Host.Host;
        if (S3Host.IsOther(host))
        {
            return S3Refusals.NotImplemented("LocalAws has no access points and no websites. Address the bucket.");
        }

        var path = Received.Path[1..];
        var bucket = bucketOfHost(host);
        if (bucket is null)
        {
            if (path.IsEmpty)
            {
                return null;
            }

            var slash = path.IndexOf('/');
            if (!S3Text.TryDecode(slash < 0 ? path : path[..slash], out bucket))
            {
                return S3Refusals.InvalidUri;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        if (!IsBucketName(bucket))
        {
            return S3Refusals.InvalidBucketName(bucket);
        }

        Bucket = bucket;
        if (!S3Text.TryDecode(path, out var key))
        {
            return S3Refusals.InvalidUri;
        }

        Key = key.Length == 0 ? null : key;
        return Encoding.UTF8.GetByteCount(key) is var bytes and > S3Refusals.LongestKey ? S3Refusals.KeyTooLong(bytes) : null;
    }

    /// <summary>Takes each parameter once: of two values nobody can say which counts. Those of a signature are none, and a header may come here.</summary>
    /// <remarks>What may not come in both was captured: s3/presigned_headers.json of radkawar/stackd.</remarks>
    private S3Refusal? ReadQuery(ReadOnlySpan<char> query)
    {
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            if (!S3Text.TryDecode(equals < 0 ? pair : pair[..equals], out var name) || !S3Text.TryDecode(equals < 0 ? [] : pair[(equals + 1)..], out var value))
            {
                return S3Refusals.InvalidUri;
            }

            var isOfAmazon = name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);
            if (!isOfAmazon && !parameters.TryAdd(name, value))
            {
                return S3Refusals.InvalidArgument("A parameter may be there once.", ClientText.Shown(name, 64), ClientText.Shown(value));
            }

            if (!isOfAmazon || !S3Headers.Has(name.ToLowerInvariant()))
            {
                continue;
            }

            var isThere = Headers.TryGetValue(name, out var header);
            if (isThere && name.Equals(S3Headers.ExpectedOwner, StringComparison.OrdinalIgnoreCase))
            {
                return S3Refusals.Of(400, "InvalidBucketOwnerAWSAccountID", "Expected bucket owner must be provided as either a header or parameter, not both");
            }

            // In a parameter it asks for nothing (captured: s3/presigned_headers.json of radkawar/stackd).
            if (!isThere && !name.Equals(S3Headers.ChecksumMode, StringComparison.OrdinalIgnoreCase))
            {
                Headers.Add(name.ToLowerInvariant(), value);
            }
            else if (isThere && header != value)
            {
                return S3Refusals.InvalidArgument("The header and the parameter of this name differ.", ClientText.Shown(name, 64), ClientText.Shown(value));
            }
        }

        parameters.Remove("x-id");
        return null;
    }

    private S3Refusal? ReadCopySource()
    {
        if (!Headers.TryGetValue(S3Headers.CopySource, out var header))
        {
            return null;
        }

        Source = CopySourceHeader.Read(header, out var refusal);
        if (Source is not null)
        {
            Headers[S3Headers.CopySource] = CopySourceHeader.Written(Source);
        }

        return refusal;
    }

    /// <summary>A form uploads into a bucket and does nothing else: what a server takes for one must not be asked about as another operation.</summary>
    private S3Refusal? ReadForm() =>
        !HttpMethods.IsPost(Method) || Level == S3Level.Service ? null
        : !IsForm ? (Level == S3Level.Bucket && parameters.Count == 0 ? PostForm.NoForm : null)
        : Level != S3Level.Bucket || parameters.Count > 0 ? S3Refusals.NotImplemented("A form is posted to a bucket, without anything in the query.")
        : Authentication != S3Authentication.None ? S3Refusals.InvalidArgument("Only one auth mechanism allowed: a form is signed by its own fields.", "Authorization", "")
        : null;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
