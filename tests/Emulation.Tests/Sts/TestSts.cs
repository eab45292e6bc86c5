using System.Collections.Immutable;
using System.Net;
using System.Xml.Linq;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Sts;
using Emulation.Sts.WebIdentities;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tokens;
using Iam;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Emulation.Tests.Sts;

/// <summary>STS over a template of one's own, without the wire: callers are who their credentials say.</summary>
internal sealed class TestSts : IDisposable
{
    private static readonly XNamespace Answers = "https://sts.amazonaws.com/doc/2011-06-15/";
    private readonly TestPrincipals principals;
    private readonly OpenIdDiscovery discovery;
    private readonly ServiceDoor<QueryRequest, QueryAnswer> door;

    /// <param name="template">The account's.</param>
    /// <param name="organization">The file of the organisation that the account is in; null for none.</param>
    /// <param name="partner">The template of the account 444455556666, if there is one.</param>
    public TestSts(string template, string? organization = null, string? partner = null)
    {
        discovery = new OpenIdDiscovery(Time);
        ImmutableArray<Sam.Stack> stacks = partner is null ? [Given.Stack(template)] : [Given.Stack(template), Given.Stack(partner, new Sam.StackOptions("444455556666"))];
        principals = new TestPrincipals(stacks, Time, organization: organization is null ? null : Given.Stacks(template, organization).Organization);
        var operations = StsActions.All(new StsParts(
            Keyring: principals.Keyring,
            Accounts: Accounts,
            Providers: Providers,
            Sessions: principals.Sessions,
            Messages: new AuthorizationMessages(Decisions),
            FederatedRoles: new FederatedRoles(Accounts, principals.Sessions),
            WebIdentities: [new OidcProviderTokens(Providers, new FakePools((Gate.PoolArn, Gate.AwsIssuer, [Pool])), new OpenIdKeys(discovery, Time))]));
        Doors = new ServiceDoorParts(principals.Keyring, principals.Environment, Decisions, IdSource.SystemRandom, Time);
        door = Doors.Open(StsService.Of(operations, static () => false));
    }

    /// <summary>What the doors of other services need.</summary>
    public ServiceDoorParts Doors { get; }

    public FakeTimeProvider Time { get; } = new(TokenMaker.Now);

    public TokenMaker Pool { get; } = new("http://127.0.0.1:4566/us-east-1_Pool00001");

    public AccountDirectory Accounts => principals.Accounts;

    public IdentityProviders Providers => principals.Providers;

    public DecisionLog Decisions { get; } = new(NullLogger.Instance);

    public Caller Administrator => UserNamed(AccountDirectory.AdministratorName);

    public Caller UserNamed(string name)
    {
        var user = Accounts.Users.First(user => user.Name == name);
        return (Caller)principals.Keyring.Find(user.AccessKeyIds[0], "").Identity!;
    }

    /// <summary>Who the credentials of an answer are; null when they open nothing.</summary>
    public Caller? CallerOf(XElement answer)
    {
        var credentials = answer.Element("Credentials")!;
        return (Caller?)principals.Keyring.Find(credentials.Element("AccessKeyId")!.Value, credentials.Element("SessionToken")!.Value).Identity;
    }

    public CredentialStatus StatusOf(string accessKeyId, string token) => principals.Keyring.Find(accessKeyId, token).Status;

    /// <summary>The result of a call that is answered, without namespaces.</summary>
    public async Task<XElement> CallAsync(string action, Caller? caller, params (string Name, string Value)[] parameters)
    {
        var answer = await AskAsync(action, caller, parameters);
        Assert.True(answer.Error is null, $"{answer.Error?.Code}: {answer.Error?.Message} ({answer.Error?.Reason})");
        var result = XElement.Parse(System.Text.Encoding.UTF8.GetString(new QueryXml(Answers.NamespaceName).Result(action, "r", answer.WriteResult))).Element(Answers + $"{action}Result")!;
        foreach (var element in result.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return result;
    }

    /// <summary>The error of a call that is refused.</summary>
    public async Task<QueryError> RefusedAsync(string action, Caller? caller, params (string Name, string Value)[] parameters)
    {
        var answer = await AskAsync(action, caller, parameters);
        Assert.NotNull(answer.Error);
        return answer.Error;
    }

    /// <summary>Whether a caller may do something to a resource of the account.</summary>
    public static Verdict May(Caller caller, string action, string resource, Policy? resourcePolicy = null) =>
        Authorizer.Decide(new AccessRequest(caller.Principal, action, resource, AccountId.Parse("111122223333"), FactsAt(TokenMaker.Now).ContextOf(caller)), caller.Policies, resourcePolicy).Verdict;

    public void Dispose()
    {
        Pool.Dispose();
        discovery.Dispose();
        principals.Dispose();
    }

    private ValueTask<QueryAnswer> AskAsync(string action, Caller? caller, (string Name, string Value)[] parameters)
    {
        var operation = door.Service.Operations[action];
        var form = QueryRequest.Parse(string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}")), []);
        return door.AnswerAsync(operation, door.CallOf(form.Only(operation.Members), caller, FactsAt(Time.GetUtcNow())));
    }

    private static RequestFacts FactsAt(DateTimeOffset at) => new([], IPAddress.Loopback, false, "us-east-1", at);
}
