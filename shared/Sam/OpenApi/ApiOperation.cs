using System.Collections.Immutable;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>One method of one path: an operation of a document, or the event of a function that the SAM transform makes one of.</summary>
/// <param name="Method">The method in upper case, or <c>ANY</c>.</param>
/// <param name="Path">The path; <c>$default</c> for the route of an HTTP API that takes what no other one does.</param>
/// <param name="Values">Where it is written.</param>
/// <param name="At">The line of its route.</param>
internal sealed record ApiOperation(string Method, string Path, Values Values, SourceLine At)
{
    /// <summary>What answers; null of an operation without an integration.</summary>
    public ApiIntegration? Integration { get; init; }

    /// <summary>The entries of <c>security</c>. No entry: nobody is asked who he is.</summary>
    public ImmutableArray<SecurityEntry> Security { get; init; } = [];

    /// <summary><c>x-amazon-apigateway-auth</c>: <c>NONE</c> or <c>AWS_IAM</c>; null where it is not given.</summary>
    public string? AuthType { get; init; }

    /// <summary>What is checked of a request before the integration sees it; null for nothing.</summary>
    public RequestCheck? Check { get; init; }

    /// <summary>The answer that <c>Cors</c> of a REST API makes for browsers.</summary>
    public MockAnswer? Mock { get; init; }

    /// <summary>With whose credentials an event's function is called, given the route's authorizer; null where the integration says it.</summary>
    public Func<Authorizer?, IntegrationCredentials>? Credentials { get; init; }

    /// <summary>The part of the resource of <see cref="Values"/> that closes the operation alone; empty of one that only the whole API closes.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>An entry of <c>security</c>.</summary>
/// <param name="Uses">The schemes that it names.</param>
internal sealed record SecurityEntry(ImmutableArray<SecurityUse> Uses)
{
    public static SecurityEntry Of(string scheme, ImmutableArray<string> scopes) => new([new SecurityUse(scheme, scopes)]);

    public bool Names(string scheme) => Uses.Any(use => use.Scheme == scheme);
}

/// <summary>A scheme that an entry names.</summary>
/// <param name="Scheme">Its name.</param>
/// <param name="Scopes">The scopes one of which a token must have.</param>
internal sealed record SecurityUse(string Scheme, ImmutableArray<string> Scopes);
