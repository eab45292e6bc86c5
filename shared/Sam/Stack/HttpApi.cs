using System.Collections.Immutable;

namespace Sam;

/// <summary>An HTTP API. It has no resource policy; its functions take payload format 2.0 unless a route says otherwise.</summary>
public sealed record HttpApi : Api
{
    /// <summary>What answers preflight requests, when the API has a CORS configuration.</summary>
    public CorsConfiguration? Cors { get; init; }
}

/// <summary>How an HTTP API answers CORS preflight requests, and what it adds to answers.</summary>
public sealed record CorsConfiguration
{
    /// <summary>The origins, <c>*</c> for all.</summary>
    public ImmutableArray<string> AllowOrigins { get; init; } = [];

    /// <summary>The methods, <c>*</c> for all.</summary>
    public ImmutableArray<string> AllowMethods { get; init; } = [];

    /// <summary>The request headers, <c>*</c> for all.</summary>
    public ImmutableArray<string> AllowHeaders { get; init; } = [];

    /// <summary>The response headers that scripts may read.</summary>
    public ImmutableArray<string> ExposeHeaders { get; init; } = [];

    /// <summary>Whether cookies may be sent.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>How long a browser keeps the answer, in seconds; null for the browser's own choice.</summary>
    public int? MaxAgeSeconds { get; init; }
}
