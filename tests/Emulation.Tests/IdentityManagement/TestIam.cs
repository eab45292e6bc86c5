using System.Net;
using System.Text;
using System.Xml.Linq;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.IdentityManagement.Api;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using global::Iam;

namespace Emulation.Tests.IdentityManagement;

/// <summary>The IAM API of an account with a role, a user, a group and a managed policy of a template, with its state in a folder of its own.</summary>
internal sealed class TestIam : IDisposable
{
    public const string Account = "111122223333";

    public const string Template = """
        Resources:
          Reader:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Reader
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }] }
              ManagedPolicyArns: [!Ref ReadThings, "arn:aws:iam::aws:policy/IAMReadOnlyAccess"]
              Policies: [{ PolicyName: own, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:Get*", Resource: "*" }] } }]
              Tags: [{ Key: team, Value: shop }]
          ReadThings:
            Type: AWS::IAM::ManagedPolicy
            Properties: { ManagedPolicyName: ReadThings, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:List*", Resource: "*" }] } }
          Staff:
            Type: AWS::IAM::Group
            Properties: { GroupName: staff, Policies: [{ PolicyName: staff, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "iam:ListUsers", Resource: "*" }] } }] }
          Mary:
            Type: AWS::IAM::User
            Properties: { UserName: mary, Groups: [!Ref Staff] }
          MarysKey:
            Type: AWS::IAM::AccessKey
            Properties: { UserName: !Ref Mary }
        """;

    public const string TrustAccount = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}""";

    private readonly string folder;
    private readonly bool ownsFolder;
    private readonly TestPrincipals principals;
    private readonly QueryXml xml = new("https://iam.amazonaws.com/doc/2010-05-08/");
    private readonly ServiceDoor<QueryRequest, QueryAnswer> door;

    public TestIam(string template = Template, string? folder = null, string? organization = null)
    {
        this.folder = folder ?? Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        ownsFolder = folder is null;
        var stacks = Given.Stacks(template, organization);
        principals = new TestPrincipals(stacks.All, Time, folder: this.folder, organization: stacks.Organization);
        Operations = [.. IamOperations.All(Accounts, Providers, Uses, Environment, IdSource.SystemRandom)];
        door = new ServiceDoorParts(Keyring, Environment, new DecisionLog(NullLogger.Instance), IdSource.SystemRandom, Time).Open(IamService.Of(Accounts, Operations));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public AccountDirectory Accounts => principals.Accounts;

    public IReadOnlyList<IamOperation> Operations { get; }

    public IdentityProviders Providers => principals.Providers;

    public Keyring Keyring => principals.Keyring;

    public LastUses Uses => principals.Uses;

    public RequestEnvironment Environment => principals.Environment;

    public string AdministratorKey => Accounts.Users.First(static user => user.Name == AccountDirectory.AdministratorName).AccessKeyIds[0];

    public RequestFacts Facts => new([], IPAddress.Loopback, false, "us-east-1", Time.GetUtcNow());

    /// <summary>A call of the administrator.</summary>
    public IamReply Call(string action, params IEnumerable<(string Name, string Value)> parameters) => CallAs(Caller(AdministratorKey)!, action, parameters);

    public IamReply CallAs(Caller caller, string action, params IEnumerable<(string Name, string Value)> parameters)
    {
        var form = string.Join('&', parameters.Select(static pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
        var answer = Answer(action, QueryRequest.Parse("", Encoding.UTF8.GetBytes(form)), caller);
        var body = answer.Error is { } error ? xml.Error(error, "id") : xml.Result(action, "id", answer.WriteResult);
        return new IamReply(answer.Error?.StatusCode ?? 200, answer.Error?.Code, answer.Error?.Message ?? "", XDocument.Parse(Encoding.UTF8.GetString(body)));
    }

    private QueryAnswer Answer(string action, QueryRequest parameters, Caller caller)
    {
        if (door.Service.Operations.GetValueOrDefault(action) is not { } operation)
        {
            return QueryError.UnknownAction(action, "2010-05-08");
        }

        var answer = door.AnswerAsync(operation, door.CallOf(parameters.Only(operation.Members), caller, Facts));
        return answer.IsCompleted ? answer.Result : throw new InvalidOperationException("IAM waits for nobody.");
    }

    /// <summary>Who a key or a session stands for; null when it opens nothing.</summary>
    public Caller? Caller(string accessKeyId, string sessionToken = "") => (Caller?)Keyring.Find(accessKeyId, sessionToken).Identity;

    /// <summary>A user with a key, and what it may do.</summary>
    public Caller User(string name, string? policy = null, string? boundary = null)
    {
        Assert.Equal(200, Call("CreateUser", [("UserName", name), .. boundary is null ? Array.Empty<(string, string)>() : [("PermissionsBoundary", boundary)]]).Status);
        if (policy is not null)
        {
            Assert.Equal(200, Call("PutUserPolicy", ("UserName", name), ("PolicyName", "own"), ("PolicyDocument", policy)).Status);
        }

        return Caller(Call("CreateAccessKey", ("UserName", name))["AccessKeyId"])!;
    }

    /// <summary>The same user by the same key, with its policies of now.</summary>
    public Caller Again(Caller caller) => Caller(caller.AccessKeyId)!;

    /// <summary>A session of a role.</summary>
    public SessionCredentials Session(string role) => principals.Sessions.ForFunction(Accounts.Current.RoleByName(Account, role)!, "test");

    /// <summary>A session of a role that a managed policy limits.</summary>
    public SessionCredentials Session(string role, string policyArn)
    {
        var known = Accounts.Current.RoleByName(Account, role)!.Role;
        return principals.Sessions.Issue(new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = Account,
            Name = role,
            UniqueId = known.UniqueId,
            SessionName = "test",
            IssuedAt = Time.GetUtcNow(),
            ExpiresAt = Time.GetUtcNow().AddHours(1),
            PolicyArns = [policyArn],
        });
    }

    /// <summary>A session of a user.</summary>
    public SessionCredentials SessionOfUser(string name)
    {
        var user = Accounts.Users.First(user => user.Name == name);
        return principals.Sessions.Issue(new SessionClaims
        {
            Kind = SessionKind.UserSession, AccountId = Account, Name = name, UniqueId = user.Principal.UserId, IssuedAt = Time.GetUtcNow(), ExpiresAt = Time.GetUtcNow().AddHours(1),
        });
    }

    public Verdict Decide(Caller caller, string action, string resource = "*") =>
        Authorizer.Decide(new AccessRequest(caller.Principal, action, resource, AccountId.Parse(Account), Facts.ContextOf(caller)), caller.Policies, null).Verdict;

    /// <summary>Whether the trust policy of a role lets the caller assume it.</summary>
    public Verdict DecideAssume(Caller caller, string role)
    {
        var known = Accounts.Current.RoleByName(Account, role)!;
        return Authorizer.DecideAssumeRole(
            new AccessRequest(caller.Principal, "sts:AssumeRole", known.Role.Arn.ToString(), known.Account, Facts.ContextOf(caller)), PrincipalPolicies.None, known.Role.TrustPolicy).Verdict;
    }

    /// <summary>The next start, with the same folder.</summary>
    public TestIam Restarted(string template = Template)
    {
        principals.Dispose();
        return new TestIam(template, folder);
    }

    public void Dispose()
    {
        principals.Dispose();
        if (ownsFolder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Allow(string action, string resource = "*") => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}]}""";
}

/// <summary>What a call answered.</summary>
internal sealed record IamReply(int Status, string? Code, string Message, XDocument Xml)
{
    /// <summary>The text of the first element of a name, decoded where it is a document; empty without one.</summary>
    public string this[string element] => All(element) is [var first, ..] ? first : "";

    public IReadOnlyList<string> All(string element) => [.. Xml.Descendants().Where(node => node.Name.LocalName == element).Select(static node => Uri.UnescapeDataString(node.Value))];
}
