using System.Collections.Immutable;
using System.Net;
using Emulation.Calls;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.S3;
using Emulation.S3.Asks;
using Emulation.S3.Wire;
using Emulation.Sessions;
using Emulation.Wire;
using Iam;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sam;
using SigV4;

namespace Emulation.Tests.S3;

/// <summary>S3 requests as they are read, without a socket.</summary>
internal static class SampleRequests
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly AccountId Account = AccountId.Parse("111122223333");

    /// <summary>Reads such as <c>PUT /bucket/key x-amz-acl:private</c>.</summary>
    public static S3Request Read(string text, string host = "127.0.0.1:4566")
    {
        var words = text.Split(' ');
        return Read(words[0], words[1], host, [.. words[2..].Select(static word => word.Split(':', 2)).Select(static pair => (pair[0], pair[1]))]);
    }

    public static S3Request Read(string method, string target, string host, params (string Name, string Value)[] headers) =>
        S3Request.Of(new ReceivedRequest(Http(method, target, host, headers)), static name => S3Host.Of(name).Bucket);

    public static DefaultHttpContext Http(string method, string target, string host, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { Request = { Method = method, Host = new HostString(host) }, Response = { Body = new MemoryStream() } };
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        foreach (var (name, value) in headers)
        {
            http.Request.Headers.Append(name, value);
        }

        return http;
    }

    /// <summary>A call of a user whose policies are these.</summary>
    public static ServiceCall<S3Request> Call(S3Request request, params string[] policies) => new()
    {
        Parameters = request,
        Caller = new Caller(
            "AKIACALLER", new IamUser(Account, "/", "ann", "AIDAANN"),
            new PrincipalPolicies([.. policies.Select(static json => Policy.Parse(json, PolicyKind.Identity, new PolicyOrigin("Given")).Policy!)]), null),
        Facts = new RequestFacts(request.Received.Headers, IPAddress.Loopback, false, "us-east-1", Noon),
        Request = request.Received,
        Payload = new SignedPayload(PayloadHash.NotSigned, Noon.AddSeconds(-10), null),
        Environment = new RequestEnvironment(Organization.None, ImmutableDictionary<string, string>.Empty),
    };
}

/// <summary>Buckets of which every object under <c>tagged</c> has a tag; it counts what it is asked, and holds nothing.</summary>
internal sealed class TaggedObjects : IObjectServer
{
    public int Asked { get; private set; }

    public ValueTask<S3Answer> AnswerAsync(S3Call call) => throw new InvalidOperationException("Nothing is to reach it.");

    public ValueTask<BucketFacts?> BucketAsync(string bucket, CancellationToken cancellation) =>
        ValueTask.FromResult<BucketFacts?>(new BucketFacts(ImmutableDictionary<string, string>.Empty));

    public ValueTask<ObjectFacts?> ObjectAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        Asked++;
        return ValueTask.FromResult<ObjectFacts?>(new ObjectFacts(key.StartsWith("tagged", StringComparison.Ordinal)
            ? ImmutableDictionary<string, string>.Empty.Add("team", "blue") : ImmutableDictionary<string, string>.Empty));
    }

    public Task EnsureBucketAsync(string bucket, AccountId account, string region, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>Every bucket is the account's, without a policy.</summary>
internal sealed class PlainBuckets : IBucketPolicies
{
    public BucketGate Of(string bucket) => new(SampleRequests.Account, null, PublicAccessBlock.Everything);
}
