using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A REST API.</summary>
public sealed record RestApi : Api
{
    /// <summary>The resource policy, when the API has one.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>Media types whose bodies reach the function base64-encoded, such as <c>image/png</c> or <c>*/*</c>.</summary>
    public ImmutableArray<string> BinaryMediaTypes { get; init; } = [];
}
