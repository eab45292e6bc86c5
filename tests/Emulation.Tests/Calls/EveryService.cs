using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Protocol;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.Protocols.Query;
using Emulation.Protocols.RestJson;
using Emulation.S3.Door;
using Emulation.Tests.DynamoDb;
using Emulation.Tests.Sts;
using Emulation.Wire;
using Iam;

namespace Emulation.Tests.Calls;

/// <summary>A LocalAws with something of everything, tagged and bounded, whose services are called without a socket between.</summary>
public sealed class EveryService : IAsyncLifetime
{
    internal const string User = "ann";
    internal const string Role = "Reader";
    internal const string Group = "staff";
    internal const string Function = "sampled";
    internal const string Boundary = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";
    internal const string UserArn = "arn:aws:iam::111122223333:user/team/ann";
    internal const string RoleArn = "arn:aws:iam::111122223333:role/team/Reader";
    internal const string PolicyArn = "arn:aws:iam::111122223333:policy/ReadThings";
    internal const string OidcArn = "arn:aws:iam::111122223333:oidc-provider/known.example.com/tenant";
    internal const string SamlArn = "arn:aws:iam::111122223333:saml-provider/Corp";
    internal const string TableArn = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    internal const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";
    internal const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],"Principal":{"AWS":"111122223333"}}]}""";

    private const string Tags = "Tags: [{Key: team, Value: blue}, {Key: stage, Value: test}]";

    private static readonly AccountId Account = AccountId.Parse("111122223333");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private Emulator emulator = null!;
    private TableServer tables = null!;

    internal Emulator Emulator => emulator;

    internal static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The services on the door. A service of another protocol is one more line of <see cref="Sampled"/>.</summary>
    internal ImmutableArray<SampledService> Services { get; private set; }

    internal SampleValues Values { get; private set; } = null!;

    /// <summary>May do everything.</summary>
    internal Caller Administrator { get; private set; } = null!;

    internal string UserPoolArn { get; private set; } = "";

    internal string OtherUserPoolArn { get; private set; } = "";

    internal string IdentityPoolArn { get; private set; } = "";

    internal string ApiArn { get; private set; } = "";

    internal string OtherApi { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        using var corp = new SamlMaker("https://idp.corp.example", Now);
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template(corp.Metadata.Trim()));
        tables = await TableServer.StartAsync();
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder.FullName, "state"),
            Upstreams = UpstreamEndpoint.ParseAll([tables.Upstream], static _ => null),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);

        // S3 has a wire of its own, and tests of its own; services that other servers run are none of ours.
        Services = [.. emulator.Services.Where(static one => one is not S3Door && one.Name.Length > 0).Select(Sampled)];
        var admin = emulator.Accounts.Users.First(static user => user.Name == AccountDirectory.AdministratorName);
        Administrator = new Caller(admin.AccessKeyIds[0], admin.Principal, admin.Policies, null);
        Values = new SampleValues(await MadeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        await tables.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>The id of another user pool with a tag.</summary>
    internal async Task<string> NewUserPoolAsync(string team)
    {
        var call = new CognitoCall(new Fields(new JsonObject { ["PoolName"] = "pool", ["UserPoolTags"] = new JsonObject { ["team"] = team } }), CancellationToken.None);
        return (string)(await emulator.Cognito.Operations["CreateUserPool"].RunAsync(call))["UserPool"]!["Id"]!;
    }

    /// <summary>Performs a call: the kind of the refusal, or <c>answered</c>.</summary>
    internal async Task<string> CallAsync(string service, string operation, JsonObject members, Caller caller)
    {
        var call = new SampleCall(operation, members.ToImmutableSortedDictionary(static member => member.Key, static member => member.Value!, StringComparer.Ordinal));
        return (await Services.First(one => one.Name == service).CallAsync(call, caller))?.Type ?? "answered";
    }

    /// <summary>A user with one policy, and maybe a permissions boundary.</summary>
    internal static Caller CallerWith(string policy, string? boundary = null)
    {
        var user = new IamUser(Account, "/", "caller", "AIDACALLER");
        return new Caller("AKIACALLER", user, new PrincipalPolicies([Parse(policy)], boundary is null ? default : [Parse(boundary)]), null);
    }

    internal static string PolicyOf(params string[] statements) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";

    internal static string StatementOf(string effect, string action, string resource, string? condition = null) =>
        $$"""{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"{{(condition is null ? "" : ",\"Condition\":" + condition)}} }""";

    private static SampledService Sampled(IAwsService service) => service switch
    {
        ServiceDoor<QueryRequest, QueryAnswer> door => new SampledService<QueryRequest, QueryAnswer>(door, static call => call.AsFormAsync()),
        ServiceDoor<JsonObject, JsonAnswer> door => new SampledService<JsonObject, JsonAnswer>(door, static call => call.AsJsonAsync()),
        ServiceDoor<JsonDocument, JsonAnswer> door => new SampledTableService(door),
        ServiceDoor<RestRequest, RestAnswer> door => new SampledRestService(door),
        _ => throw new NotSupportedException($"Nobody knows how a call of {service} is written: what it asks would not be compared."),
    };

    private static Policy Parse(string json)
    {
        var parsed = Policy.Parse(json, PolicyKind.Identity, new PolicyOrigin("own"));
        Assert.True(parsed.Policy is not null, string.Join('\n', parsed.Errors) + json);
        return parsed.Policy;
    }

    /// <summary>What has an id that is drawn.</summary>
    private async Task<Dictionary<string, JsonNode>> MadeAsync()
    {
        var stack = emulator.Stacks.Main;
        var pools = stack.UserPools.Where(static one => one.Kind == Sam.UserPoolResourceKind.Pool).Select(static one => one.UserPoolId).ToList();
        (UserPoolArn, OtherUserPoolArn) = ($"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{pools[0]}", $"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{pools[1]}");
        var identityPool = stack.IdentityPools[0].IdentityPoolId;
        IdentityPoolArn = $"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{identityPool}";
        var guest = await emulator.Identities.Operations["GetId"].RunAsync(new CognitoCall(new Fields(new JsonObject { ["IdentityPoolId"] = identityPool }), CancellationToken.None));
        var (apis, api, otherApi) = await SampleApis.MakeAsync(Services, Administrator);
        (ApiArn, OtherApi) = ($"arn:aws:apigateway:us-east-1::/apis/{api}", otherApi);
        return new(apis)
        {
            ["UserPoolId"] = pools[0],
            ["cognito-idp ResourceArn"] = UserPoolArn,
            ["IdentityPoolId"] = identityPool,
            ["cognito-identity ResourceArn"] = IdentityPoolArn,
            ["IdentityId"] = guest["IdentityId"]!.DeepClone(),
            ["IdentityIdsToDelete"] = new JsonArray(guest["IdentityId"]!.DeepClone()),
            ["AccessKeyId"] = emulator.Accounts.Users.First(static user => user.Name == User).AccessKeyIds[0],
            ["StackName"] = stack.Name,
            ["dynamodb ResourceArn"] = TableArn,
            ["dynamodb TableArn"] = TableArn,
        };
    }

    private static string Template(string metadata) =>
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Ann: { Type: AWS::IAM::User, Properties: { UserName: {{User}}, Path: /team/, PermissionsBoundary: "{{Boundary}}", {{Tags}} } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Ann } }
          Staff: { Type: AWS::IAM::Group, Properties: { GroupName: {{Group}} } }
          Reader:
            Type: AWS::IAM::Role
            Properties: { RoleName: {{Role}}, Path: /team/, PermissionsBoundary: "{{Boundary}}", AssumeRolePolicyDocument: {{Trust}}, {{Tags}} }
          ReadThings: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: ReadThings, PolicyDocument: {{Document}}, {{Tags}} } }
          Known: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "https://known.example.com/tenant", ClientIdList: [app], {{Tags}} } }
          Corp: { Type: AWS::IAM::SAMLProvider, Properties: { Name: Corp, SamlMetadataDocument: '{{metadata}}', {{Tags}} } }
          Sampled: { Type: AWS::Serverless::Function, Properties: { FunctionName: {{Function}}, CodeUri: ./, Handler: F, Runtime: dotnet10, Tags: { team: blue, stage: test } } }
          Users: { Type: AWS::Cognito::UserPool, Properties: { UserPoolTags: { team: blue, stage: test } } }
          Others: { Type: AWS::Cognito::UserPool, Properties: { UserPoolTags: { team: red } } }
          Identities: { Type: AWS::Cognito::IdentityPool, Properties: { AllowUnauthenticatedIdentities: true, IdentityPoolTags: [{Key: team, Value: blue}, {Key: stage, Value: test}] } }
        """;
}
