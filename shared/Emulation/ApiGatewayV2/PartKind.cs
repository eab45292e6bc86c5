using System.Collections.Immutable;

namespace Emulation.ApiGatewayV2;

/// <summary>A kind of part of an API: what it is called, and where an API has its parts.</summary>
internal sealed record PartKind<T>(string Name, Func<StoredApi, ImmutableArray<T>> Of, Func<T, string> IdOf)
    where T : class
{
    public T? Find(StoredApi? api, string id) => api is null ? null : Of(api).FirstOrDefault(item => IdOf(item) == id);
}

/// <summary>The kinds of parts that an API has.</summary>
internal static class PartKinds
{
    public static readonly PartKind<AuthorizerRecord> Authorizer = new("Authorizer", static api => api.Draft.Authorizers, static authorizer => authorizer.AuthorizerId);
    public static readonly PartKind<IntegrationRecord> Integration = new("Integration", static api => api.Draft.Integrations, static integration => integration.IntegrationId);
    public static readonly PartKind<RouteRecord> Route = new("Route", static api => api.Draft.Routes, static route => route.RouteId);
    public static readonly PartKind<StageRecord> Stage = new("Stage", static api => api.Stages, static stage => stage.StageName);
    public static readonly PartKind<DeploymentRecord> Deployment =
        new("Deployment", static api => [.. api.Deployments.Select(static deployment => deployment.Shown)], static deployment => deployment.DeploymentId);
}
