using System.Collections.Immutable;

using Iam;

namespace Sam;

/// <summary>A REST API of Amazon API Gateway with the one stage that SAM gives it.</summary>
public sealed record RestApi
{
    /// <summary>The name in the template; <c>ServerlessRestApi</c> for the API that SAM makes from events without a <c>RestApiId</c>.</summary>
    public required string LogicalId { get; init; }

    /// <summary>Ten lower-case letters and digits, the same for the same account, stack and logical id.</summary>
    public required string ApiId { get; init; }

    /// <summary>The API's display name.</summary>
    public required string Name { get; init; }

    /// <summary>The stage, the first segment of a call's path.</summary>
    public required string StageName { get; init; }

    /// <summary>The stage's variables.</summary>
    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The resource policy, when the API has one.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>The routes, in the order in which the transform writes them.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Media types whose bodies reach the function base64-encoded, such as <c>image/png</c> or <c>*/*</c>.</summary>
    public ImmutableArray<string> BinaryMediaTypes { get; init; } = [];

    /// <summary>Where the API is declared.</summary>
    public required SourceLine Line { get; init; }
}
