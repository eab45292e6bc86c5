using System.Collections.Immutable;

namespace Sam;

/// <summary>What API Gateway checks of a request before the integration sees it. API Gateway Developer Guide, "Request validation for REST APIs in API Gateway".</summary>
public sealed record RequestCheck
{
    /// <summary>The parameters that must be there: <c>header.X</c>, <c>path.X</c>, <c>querystring.X</c>. Empty when none is looked at.</summary>
    public ImmutableArray<string> Required { get; init; } = [];

    /// <summary>Whether the body is held against the model of its media type.</summary>
    public bool ChecksBody { get; init; }

    /// <summary>The models, as JSON schemas, by media type.</summary>
    public ImmutableDictionary<string, string> Models { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether anything is checked at all.</summary>
    public bool ChecksAnything => ChecksBody || !Required.IsEmpty;
}
