using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Tests.Upstreams;

/// <summary>What a service behind LocalAws asks of policies for a call, without any server.</summary>
internal sealed class AskedCall : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");

    public AskedCall()
    {
        var nobody = new PrincipalIndex(ImmutableSortedDictionary<string, IamAccount>.Empty, new LongTermKeys(new byte[32]), 0);
        Policies = new ResourcePolicies(folder.FullName, [], () => nobody);
    }

    public ResourcePolicies Policies { get; }

    /// <summary>What the server answers to questions of LocalAws's own, by operation.</summary>
    public Dictionary<string, string> Known { get; } = [];

    public async Task<FrontPlan> PlanAsync(FrontedService service, string operation, string members)
    {
        var account = AccountId.Parse("111122223333");
        var caller = new Caller("AKIA", new IamUser(account, "/", "may", "AIDA"), PrincipalPolicies.None, null);
        return await service.PlanAsync(new FrontCall(
            operation, (JsonObject)JsonNode.Parse(members)!, caller, "us-east-1", account,
            new ServerQuestions((name, _) => Task.FromResult(Known.TryGetValue(name, out var answer) ? JsonNode.Parse(answer) as JsonObject : null)), Policies)
        {
            Host = "127.0.0.1:4566",
        });
    }

    /// <summary>The questions, each as <c>action resource key=value,value</c>.</summary>
    public async Task<string[]> AsksAsync(FrontedService service, string operation, string members) => [.. (await PlanAsync(service, operation, members)).Asks.Select(Text)];

    public void Dispose()
    {
        Policies.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Text(Ask ask) =>
        string.Join(' ', [ask.Action, ask.OneOf is null ? ask.Resource : $"one of {ask.Resource}", .. ask.Keys.Select(static key => $"{key.Name}={string.Join(',', key.Values)}")]);
}
