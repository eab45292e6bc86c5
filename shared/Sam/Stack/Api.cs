using System.Collections.Immutable;

namespace Sam;

/// <summary>An API of Amazon API Gateway at one stage. One with several stages is several of these, with the same <see cref="ApiId"/>, each with routes of its own.</summary>
public abstract record Api
{
    private protected Api()
    {
    }

    /// <summary>The name in the template; <c>ServerlessRestApi</c> and <c>ServerlessHttpApi</c> for those that SAM makes from events that name none.</summary>
    public required string LogicalId { get; init; }

    /// <summary>Ten lower-case letters and digits, the same for the same account, stack and logical id.</summary>
    public required string ApiId { get; init; }

    /// <summary>The API's display name.</summary>
    public required string Name { get; init; }

    /// <summary>The stage, the first segment of a call's path; <c>$default</c> of an HTTP API is no segment at all. Empty of an API that has no stage.</summary>
    public required string StageName { get; init; }

    /// <summary>Whether anything is deployed at the stage. Nobody can call an API where nothing is.</summary>
    public bool IsDeployed { get; init; } = true;

    /// <summary>Whether nothing but a custom domain leads to the API.</summary>
    public bool DisableExecuteApiEndpoint { get; init; }

    /// <summary>The stage's variables.</summary>
    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The routes, in the order in which the transform writes them.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Where the API is declared.</summary>
    public required SourceLine Line { get; init; }
}
