using System.Collections.Immutable;

namespace Emulation.ApiGatewayV2;

/// <summary>An API with all its parts. Every change makes a new one, so that a request never sees half of a change.</summary>
/// <param name="Api">The API itself.</param>
/// <param name="Draft">What clients have made so far: what the next deployment takes.</param>
/// <param name="Stages">The stages: at most one, see <see cref="Stages"/>.</param>
/// <param name="Deployments">The deployments, oldest first.</param>
internal sealed record StoredApi(ApiRecord Api, ApiDefinition Draft, ImmutableArray<StageRecord> Stages, ImmutableArray<StoredDeployment> Deployments)
{
    public StoredApi With(ApiDefinition draft) => this with { Draft = draft };

    /// <summary>What a stage serves; null before its first deployment.</summary>
    public ApiDefinition? DefinitionOf(StageRecord stage) =>
        Deployments.FirstOrDefault(deployment => deployment.Shown.DeploymentId == stage.DeploymentId)?.Definition;
}

/// <summary>What a deployment freezes.</summary>
internal sealed record ApiDefinition(
    CorsRecord? Cors,
    ImmutableArray<AuthorizerRecord> Authorizers,
    ImmutableArray<IntegrationRecord> Integrations,
    ImmutableArray<RouteRecord> Routes)
{
    public static ApiDefinition Empty { get; } = new(null, [], [], []);

    /// <summary>The integration of a route's target, <c>integrations/{id}</c>; null when there is none.</summary>
    public IntegrationRecord? IntegrationOf(string? target) =>
        target is not null && target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? Integrations.FirstOrDefault(i => i.IntegrationId == target[TargetPrefix.Length..]) : null;

    public AuthorizerRecord? AuthorizerOf(string? id) => Authorizers.FirstOrDefault(a => a.AuthorizerId == id);

    public const string TargetPrefix = "integrations/";
}

/// <summary>A deployment as it is shown, and what it froze.</summary>
internal sealed record StoredDeployment(DeploymentRecord Shown, ApiDefinition Definition);
