using Emulation.Gateway.Answers;
using Sam;

namespace Emulation.Gateway.Apis;

/// <summary>Where a request wants to go: an API and stage that may not exist, and the path below the stage.</summary>
/// <param name="Named">The API of this id at the stage, or at another one of its stages; null when there is none.</param>
/// <param name="Path">The raw path below the stage, with its leading slash.</param>
/// <param name="HasStage">Whether the API has the stage, and answers there by the name that the client used.</param>
internal readonly record struct ApiAddress(DeployedApi? Named, string Path, bool HasStage = true)
{
    /// <summary>The API at the stage; null when the id or the stage is unknown.</summary>
    public DeployedApi? Api => HasStage ? Named : null;

    /// <summary>How it is answered: each kind of API says in its own words that it has no such stage.</summary>
    public ApiAnswers Answers => Named?.Answers ?? Absent ?? ApiAnswers.OfNoApi;

    /// <summary>How it is answered when there is no API; null for how API Gateway answers.</summary>
    public ApiAnswers? Absent { get; init; }

    /// <summary>How to name the APIs of several stacks that have the logical id which the request names; null where one is meant.</summary>
    public string? Ambiguity { get; init; }

    /// <summary>The custom domain by which the client came; null at the API's own host.</summary>
    public CustomDomain? Domain { get; init; }

    /// <summary>The name that the client used of it; null at the API's own host.</summary>
    public string? DomainName { get; init; }

    /// <summary>At a custom domain what lies before <see cref="Path"/>, such as <c>/shop</c>.</summary>
    public string BasePath { get; init; } = "";
}
