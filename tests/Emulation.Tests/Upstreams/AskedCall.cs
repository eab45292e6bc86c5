using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Tests.Upstreams;

/// <summary>What a service behind LocalAws asks of policies for a call, without any server.</summary>
internal sealed class AskedCall : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly AnswerMemory memory = new();

    public AskedCall()
    {
        var nobody = new PrincipalIndex(ImmutableSortedDictionary<string, IamAccount>.Empty, new LongTermKeys(new byte[32]), 0);
        Accounts = nobody;
        Policies = new ResourcePolicies(folder.FullName, [], [], () => Accounts);
    }

    /// <summary>Who exists: nobody is known.</summary>
    public PrincipalIndex Accounts { get; private set; }

    /// <summary>The account of the caller.</summary>
    public AccountId Home { get; set; } = AccountId.Parse("111122223333");

    public ResourcePolicies Policies { get; }

    /// <summary>The region that calls are signed for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>What the server answers to questions of LocalAws's own, by operation.</summary>
    public Dictionary<string, string> Known { get; } = [];

    /// <summary>The code by which it refuses others.</summary>
    public Dictionary<string, string?> Refused { get; } = [];

    /// <summary>The resources that policies refuse where a plan asks in its course.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>What plans asked in their course.</summary>
    public List<string> Asked => [.. InCourse.Select(Text)];

    /// <inheritdoc cref="Asked"/>
    public List<Ask> InCourse { get; } = [];

    /// <summary>Makes these the only roles that there are, of the account 111122223333; each by its name and unique id.</summary>
    public void HasRoles(params (string Name, string Id)[] roles)
    {
        var trust = Policy.Parse(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}""", PolicyKind.Trust, new PolicyOrigin("trust")).Policy!;
        var account = roles.Aggregate(new IamAccount(AccountId.Parse("111122223333")), (left, role) => left.With(
            new RoleIdentity { Name = role.Name, UniqueId = role.Id, Path = "/probe/", CreatedAt = DateTimeOffset.UnixEpoch, Trust = trust }));
        Accounts = new PrincipalIndex(
            ImmutableSortedDictionary<string, IamAccount>.Empty.Add("111122223333", account), new LongTermKeys(new byte[32]), Accounts.Version + 1);
    }

    public async Task<FrontPlan> PlanAsync(FrontedService service, string operation, string members, IFrontForm? form = null)
    {
        var caller = new Caller("AKIA", new IamUser(Home, "/", "may", "AIDA"), PrincipalPolicies.None, null);
        return await service.PlanAsync(new FrontCall(
            operation, (JsonObject)JsonNode.Parse(members)!, caller, Region, Home,
            new ServerQuestions((name, _) => Task.FromResult(new ServerReply(Known.TryGetValue(name, out var answer) ? JsonNode.Parse(answer) as JsonObject : null, Refused.GetValueOrDefault(name)))),
            Policies)
        {
            Host = "127.0.0.1:4566",
            Form = form ?? service.Forms[0],
            Refuse = ask => { InCourse.Add(ask); return Forbidden.Contains(ask.Resource) ? $"refused {ask.Resource}" : null; },
            Memory = memory,
        });
    }

    /// <summary>The account in which the server is called for a plan.</summary>
    public string AccountOf(FrontedService service, FrontPlan plan) => new CalledPlace(service.SigningName).AccountOf(plan, Region, AccountId.Parse("111122223333")).ToString();

    /// <summary>The questions, each as <c>action resource key=value,value</c>.</summary>
    public async Task<string[]> AsksAsync(FrontedService service, string operation, string members, IFrontForm? form = null) => [.. (await PlanAsync(service, operation, members, form)).Asks.Select(Text)];

    /// <summary>What is decided of somebody of an account whose own policies allow everything, on a resource of account 111122223333.</summary>
    public static Verdict Decide(string account, string action, string resource, Policy? policy)
    {
        var caller = new IamUser(AccountId.Parse(account), "/", "partner", "AIDA");
        var everything = Policy.Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!;
        return Authorizer.Decide(new AccessRequest(caller, action, resource, AccountId.Parse("111122223333"), new ConditionContext(caller)), new PrincipalPolicies([everything]), policy).Verdict;
    }

    public void Dispose()
    {
        Policies.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Text(Ask ask) =>
        string.Join(' ', [ask.Action, ask.OneOf is null ? ask.Resource : $"one of {ask.Resource}", .. ask.Keys.Select(static key => $"{key.Name}={string.Join(',', key.Values)}")]);
}
