using System.Text.Json.Serialization;
using Emulation.Access;
using Emulation.Gateway.Apis;
using Emulation.Principals;

namespace Emulation.Console;

/// <summary>What runs: <c>GET /_localaws/stack</c>.</summary>
internal sealed record StackPage(
    string AccountId,
    string Region,
    IReadOnlyList<StackPage.ApiEntry> Apis,
    IReadOnlyList<StackPage.FunctionEntry> Functions,
    IReadOnlyList<StackPage.PrincipalEntry> Roles,
    IReadOnlyList<StackPage.PrincipalEntry> Users,
    IReadOnlyList<StackPage.KeyEntry> ApiKeys)
{
    /// <summary>Where it keeps its state, on the machine on which it runs.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The services that servers behind it run; <c>*</c> for every other one.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    public static StackPage Of(LoadedStacks stacks, ApiDirectory apis, AccountDirectory accounts, string endpointUrl, string stateFolder) => new(
        stacks.Main.AccountId.ToString(),
        stacks.Main.Region,
        [.. apis.All.Select(api => ApiEntry.Of(api, endpointUrl, apis))],
        [.. stacks.All.SelectMany(s => s.Functions.Select(f => new FunctionEntry(f.LogicalId, f.FunctionName, f.Arn.ToString(), f.Runtime, f.RoleArn.ToString(), s.Name)))],
        [.. stacks.All.SelectMany(s => s.Roles.Select(r => new PrincipalEntry(r.LogicalId, r.Name, r.Arn.ToString(), s.Name)))],
        [.. accounts.Users.Select(u => new PrincipalEntry(u.LogicalId, u.Name, u.Arn, stacks.All.FirstOrDefault(s => s.Users.Any(known => known.Arn.ToString() == u.Arn))?.Name))],
        [.. stacks.Together.ApiKeys.Select(static key => new KeyEntry(key.LogicalId, key.KeyId, key.Value, key.IsEnabled))])
    {
        StateFolder = stateFolder,
    };

    internal sealed record ApiEntry(string LogicalId, string ApiId, string Stage, string Url, string Address, IReadOnlyList<RouteEntry> Routes, string Stack)
    {
        public static ApiEntry Of(DeployedApi api, string endpointUrl, ApiDirectory apis) => new(
            api.Api.LogicalId,
            api.Api.ApiId,
            api.Api.StageName,
            $"{endpointUrl}{api.Prefix}{api.Api.ApiId}{api.StagePath}",
            $"{endpointUrl}{apis.PathOf(api)}",
            [.. api.Api.Routes.Select(r => new RouteEntry(r.Method, r.Path, AuthorizerAccess.Name(r.Authorizer), r.FunctionLogicalId))],
            api.StackName);
    }

    internal sealed record RouteEntry(string Method, string Path, string Authorizer, string Function);

    internal sealed record FunctionEntry(string LogicalId, string Name, string Arn, string Runtime, string RoleArn, string Stack);

    internal sealed record KeyEntry(string LogicalId, string Id, string Value, bool Enabled);

    internal sealed record PrincipalEntry(string LogicalId, string Name, string Arn, string? Stack);
}

[JsonSerializable(typeof(StackPage))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class StackPageJson : JsonSerializerContext;
