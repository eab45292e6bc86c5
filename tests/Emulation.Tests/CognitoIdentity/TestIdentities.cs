using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Wiring;
using Emulation.CognitoIdentity;
using Emulation.CognitoIdentity.Storage;
using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Sts;
using Emulation.Tests.Lambda;
using Emulation.Tokens;
using Iam;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sam;

namespace Emulation.Tests.CognitoIdentity;

/// <summary>A stack with user pools, identity pools and their roles, on a state folder of its own, whose operations are called by name.</summary>
internal sealed class TestIdentities : IDisposable
{
    public const string Developer = "login.shop";
    private const string Password = "Passw0rd!";
    private readonly string folder = Directory.CreateTempSubdirectory("identities-").FullName;
    private readonly TestPrincipals principals;
    private readonly StateFolder state;
    private readonly DrawnKeys keys = new();
    private readonly OpenIdDiscovery discovery;
    private readonly CognitoMemory memory;
    private readonly Emulation.CognitoIdentity.Logins.ISocialEndpoints? social;
    private IdentityStore store = null!;

    /// <param name="pool">Further properties of the identity pool <c>Pool</c>.</param>
    /// <param name="tail">Further resources, each indented by two.</param>
    /// <param name="social">What stands in for the companies.</param>
    public TestIdentities(string pool = "AllowUnauthenticatedIdentities: true, AllowClassicFlow: true", string tail = "", Emulation.CognitoIdentity.Logins.ISocialEndpoints? social = null)
    {
        this.social = social;
        Stack = Given.Stack(Template(pool, tail));
        state = StateFolder.Open(folder);
        principals = new TestPrincipals([Stack], Time, state);
        Roles = new FederatedRoles(principals.Accounts, principals.Sessions);
        discovery = new OpenIdDiscovery(Time);
        var stores = new CognitoStores(folder);
        memory = new CognitoMemory(stores, state, Endpoint, IdSource.SystemRandom, Time);
        Users = new CognitoService(new CognitoParts
        {
            Stack = Stack,
            State = state,
            Stores = stores,
            Memory = memory,
            Functions = new CallableFunctions(new FunctionDirectory(Stack), new FunctionPermission(static function => function.ResourcePolicy, Environment), FakeFunctions.None),
            Accept = static (_, _) => throw new InvalidOperationException("No function was expected to be called."),
            Hash = static (password, salt, _) => SHA256.HashData([.. Encoding.UTF8.GetBytes(password), .. salt]),
            Accounts = principals.Accounts,
            Decisions = new DecisionLog(NullLogger.Instance),
            EndpointUrl = Endpoint,
            Issuers = new IssuerNames(Endpoint, asAws: false),
            Ids = keys,
            Time = Time,
        });
        Service = Open();
    }

    public Stack Stack { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public CognitoService Users { get; }

    public CognitoIdentityService Service { get; private set; }

    public Keyring Keyring => principals.Keyring;

    public FederatedRoles Roles { get; }

    public string PoolId => Id("Pool");

    /// <summary>The user pool as <c>Logins</c> names it.</summary>
    public string Provider => ProviderOf("Users");

    public RequestEnvironment Environment => principals.Environment;

    public string Id(string logicalId) => Stack.IdentityPools.First(pool => pool.LogicalId == logicalId).IdentityPoolId;

    public string ProviderOf(string userPool) => $"cognito-idp.us-east-1.amazonaws.com/{Stack.UserPools.First(pool => pool.LogicalId == userPool).UserPoolId}";

    public string ClientId(string logicalId) => Stack.UserPools.First(client => client.LogicalId == logicalId).PhysicalId;

    public static string RoleArn(string name) => $"arn:aws:iam::111122223333:role/{name}";

    /// <summary>The state folder as a new process finds it.</summary>
    public void Restart()
    {
        store.Dispose();
        Service = Open();
    }

    /// <summary>Calls an operation; the pool's id is added where the request does not say another, or an identity.</summary>
    public Task<JsonObject> DoAsync(string operation, JsonObject? request = null)
    {
        var members = (JsonObject?)request?.DeepClone() ?? [];
        if (!members.ContainsKey("IdentityPoolId"))
        {
            members["IdentityPoolId"] = PoolId;
        }

        return Service.Operations[operation].RunAsync(new CognitoCall(new Fields(members, violations: IdentityPoolApi.Violations), TestContext.Current.CancellationToken));
    }

    /// <summary>The refusal of a call, as <c>Type: message</c>; <c>answered</c> for one that is not refused.</summary>
    public async Task<string> RefusalAsync(string operation, JsonObject? request = null)
    {
        try
        {
            await DoAsync(operation, request);
            return "answered";
        }
        catch (CognitoException e)
        {
            return $"{e.Type}: {e.Message}";
        }
    }

    /// <summary>An operation of the user pools.</summary>
    public Task<JsonObject> UserPoolAsync(string operation, JsonObject request) => Users.Operations[operation].RunAsync(new CognitoCall(new Fields(request), TestContext.Current.CancellationToken));

    /// <summary>A user's ID token, the user made if need be.</summary>
    public async Task<string> TokenAsync(string user, string client = "App", params (string Name, string Value)[] attributes) => (string)(await SignInAsync(user, client, attributes))["IdToken"]!;

    /// <summary>All tokens of a sign-in.</summary>
    public async Task<JsonObject> SignInAsync(string user, string client = "App", params (string Name, string Value)[] attributes)
    {
        var app = Stack.UserPools.First(one => one.LogicalId == client);
        try
        {
            await UserPoolAsync("AdminCreateUser", new JsonObject
            {
                ["UserPoolId"] = app.UserPoolId,
                ["Username"] = user,
                ["MessageAction"] = "SUPPRESS",
                ["UserAttributes"] = new JsonArray([.. attributes.Select(static a => (JsonNode)new JsonObject { ["Name"] = a.Name, ["Value"] = a.Value })]),
            });
            await UserPoolAsync("AdminSetUserPassword", new JsonObject { ["UserPoolId"] = app.UserPoolId, ["Username"] = user, ["Password"] = Password, ["Permanent"] = true });
        }
        catch (CognitoException e) when (e.Type == "UsernameExistsException")
        {
            // Somebody who has signed in before.
        }

        var answer = await UserPoolAsync("InitiateAuth", new JsonObject { ["AuthFlow"] = "USER_PASSWORD_AUTH", ["ClientId"] = app.PhysicalId, ["AuthParameters"] = new JsonObject { ["USERNAME"] = user, ["PASSWORD"] = Password } });
        return (JsonObject)answer["AuthenticationResult"]!.DeepClone();
    }

    public Task JoinAsync(string user, string group) => UserPoolAsync("AdminAddUserToGroup", new JsonObject { ["UserPoolId"] = Stack.UserPools.First(pool => pool.LogicalId == "Users").UserPoolId, ["Username"] = user, ["GroupName"] = group });

    /// <summary><c>Logins</c> with one token of the user pool.</summary>
    public JsonObject Login(string token) => new() { [Provider] = token };

    public async Task<string> IdAsync(JsonObject? logins = null, string pool = "Pool") =>
        (string)(await DoAsync("GetId", new JsonObject { ["IdentityPoolId"] = Id(pool), ["Logins"] = logins?.DeepClone() }))["IdentityId"]!;

    /// <summary>The request for credentials, or for a token of the basic flow.</summary>
    public static JsonObject For(string identity, JsonObject? logins = null, string? role = null) => new() { ["IdentityId"] = identity, ["Logins"] = logins?.DeepClone(), ["CustomRoleArn"] = role };

    /// <summary>The caller that the credentials of an identity make.</summary>
    public async Task<Caller> CallerAsync(string identity, JsonObject? logins = null, string? role = null) => CallerOf(await DoAsync("GetCredentialsForIdentity", For(identity, logins, role)));

    public Caller CallerOf(JsonObject answer) =>
        (Caller)Keyring.Find((string)answer["Credentials"]!["AccessKeyId"]!, (string)answer["Credentials"]!["SessionToken"]!).Identity!;

    /// <summary>Whether a caller may do something, by their own policies.</summary>
    public Verdict May(Caller caller, string action, string resource) => global::Iam.Authorizer.Decide(
        new AccessRequest(caller.Principal, action, resource, Stack.AccountId, new RequestFacts([], System.Net.IPAddress.Loopback, false, "us-east-1", Time.GetUtcNow()).ContextOf(caller)), caller.Policies, null, Guardrails.None).Verdict;

    public static JsonObject Claims(string token) => (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    public void Dispose()
    {
        store.Dispose();
        memory.Dispose();
        Users.Stores.Dispose();
        discovery.Dispose();
        principals.Dispose();
        state.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Endpoint() => "http://127.0.0.1:4566";

    private CognitoIdentityService Open() => new(new IdentityPoolParts
    {
        Stack = Stack,
        Store = store = new IdentityStore(folder),
        UserPools = Users,
        Roles = Roles,
        Providers = principals.Providers,
        Discovery = discovery,
        Http = memory.Providers,
        Social = social,
        Accounts = principals.Accounts,
        Environment = Environment,
        EndpointUrl = Endpoint,
        Ids = keys,
        Time = Time,
    });

    private static string Template(string pool, string tail) =>
        $$$"""
        Resources:
          Users: {Type: AWS::Cognito::UserPool, Properties: {Schema: [{Name: department, AttributeDataType: String, Mutable: true}]}}
          App: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Users, ReadAttributes: ["custom:department"], ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}}
          OtherApp: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Users, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}}
          Strangers: {Type: AWS::Cognito::UserPool}
          StrangersApp: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Strangers, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]}}
          Admins: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Users, GroupName: admins, RoleArn: !GetAtt AdminRole.Arn, Precedence: 1}}
          Editors: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Users, GroupName: editors, RoleArn: !GetAtt EditorRole.Arn, Precedence: 1}}
          Pool:
            Type: AWS::Cognito::IdentityPool
            Properties: { {{{pool}}}, DeveloperProviderName: {{{Developer}}}, CognitoIdentityProviders: [{ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref App}] }
          Checked:
            Type: AWS::Cognito::IdentityPool
            Properties: {AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [{ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref App, ServerSideTokenCheck: true}]}
          Roles: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Pool, Roles: {authenticated: !GetAtt UserRole.Arn, unauthenticated: !GetAtt GuestRole.Arn} } }
          CheckedRoles: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Checked, Roles: {authenticated: !GetAtt CheckedRole.Arn} } }
        {{{Role("UserRole", "Pool", "authenticated")}}}
        {{{Role("AdminRole", "Pool", "authenticated")}}}
        {{{Role("EditorRole", "Pool", "authenticated")}}}
        {{{Role("GuestRole", "Pool", "unauthenticated")}}}
        {{{Role("CheckedRole", "Checked", "authenticated")}}}
        {{{Role("UntrustingRole", "Checked", "authenticated")}}}
        {{{Role("Plain", "Pool", "authenticated")}}}
        {{{tail}}}
        """;

    /// <summary>A role that a pool may give: for photos under the identity's own id or its department's, and for what a guest may do or not.</summary>
    private static string Role(string name, string pool, string amr)
    {
        var tagging = name is "GuestRole" or "Plain" ? "" : ", sts:TagSession";
        return $$$"""
          {{{name}}}:
            Type: AWS::IAM::Role
            Properties:
              RoleName: {{{name}}}
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: {Federated: cognito-identity.amazonaws.com}
                    Action: [sts:AssumeRoleWithWebIdentity{{{tagging}}}]
                    Condition:
                      StringEquals:
                        "cognito-identity.amazonaws.com:aud": !Ref {{{pool}}}
                      "ForAnyValue:StringLike":
                        "cognito-identity.amazonaws.com:amr": {{{amr}}}
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/${cognito-identity.amazonaws.com:sub}/*"}
                      - {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/${aws:PrincipalTag/department, 'none'}/*"}
                      - {Effect: Allow, Action: ["execute-api:Invoke", "rum:PutRumEvents", "iam:ListUsers"], Resource: "*"}
        """;
    }
}
