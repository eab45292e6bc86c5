using SigV4;

namespace Emulation.Tests;

/// <summary>A request as a user of the template signs it for a service, and as it is sent where that is another.</summary>
/// <param name="Service">The service that is signed for.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="User">Who signs; null for nobody.</param>
/// <param name="Body">The body; null for none.</param>
internal record SentCall(string Service, string Method, string Target, string? User, string? Body = null)
{
    /// <summary>Headers that are signed.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>Headers that are added behind the signature.</summary>
    public (string Name, string Value)[] Unsigned { get; init; } = [];

    public string? SentTarget { get; init; }

    public string? SentBody { get; init; }

    /// <summary>The hash that is signed in the place of the body's.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Whether the hash is a header too, as S3 wants it.</summary>
    public bool TellsHash { get; init; }

    /// <summary>That header where it is another than what was signed; <c>none</c> for none.</summary>
    public string? SentHash { get; init; }

    public string? Host { get; init; }

    public string Region { get; init; } = "us-east-1";

    /// <summary>What signs in the place of the user's keys.</summary>
    public AwsCredentials? Forged { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>A call in AWS's JSON protocol.</summary>
    public static SentCall Json(string service, string target, string body, string? user) => new(service, "POST", "/", user, body)
    {
        Headers = [("content-type", "application/x-amz-json-1.0"), ("x-amz-target", target)],
    };

    /// <summary>A call in the Query protocol.</summary>
    public static SentCall Form(string service, string form, string? user) => new(service, "POST", "/", user, form) { Headers = [("content-type", "application/x-www-form-urlencoded")] };
}
