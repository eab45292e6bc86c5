using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Wiring;
using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.State;
using Emulation.Tests.Lambda;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.Cognito;

/// <summary>A user pool with a client, on a state folder of its own, whose operations are called by name. Its password hash is fast, and counted.</summary>
internal sealed class TestPool : IDisposable
{
    public const string Password = "Passw0rd!";
    public const string FunctionArn = "arn:aws:lambda:us-east-1:111122223333:function:";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Triggered: { Type: AWS::Serverless::Function, Properties: { FunctionName: Triggered, CodeUri: ., Handler: x, Runtime: dotnet10 } }
          Forbidden: { Type: AWS::Serverless::Function, Properties: { FunctionName: Forbidden, CodeUri: ., Handler: x, Runtime: dotnet10 } }
          Permission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Triggered, Action: lambda:InvokeFunction, Principal: cognito-idp.amazonaws.com } }
        """;

    private readonly string folder;
    private StateFolder state;
    private CognitoMemory memory = null!;
    private TestPrincipals principals;
    private readonly IdSource ids;
    private int hashes;

    /// <param name="pool">CreateUserPool, without the name.</param>
    /// <param name="client">CreateUserPoolClient, without the name; by default every flow is allowed.</param>
    /// <param name="ids">What is random in it.</param>
    public TestPool(string pool = "{}", string client = "{}", IdSource? ids = null)
    {
        this.ids = ids ?? new DrawnKeys();
        folder = Directory.CreateTempSubdirectory("cognito-").FullName;
        (Service, state, principals) = Open();
        PoolId = Now("CreateUserPool", With(pool, "PoolName", "pool"))["UserPool"]!["Id"]!.GetValue<string>();
        (ClientId, Secret) = AddClient(client);
    }

    public CognitoService Service { get; private set; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public string PoolId { get; }

    public string ClientId { get; }

    public string? Secret { get; }

    /// <summary>How many password hashes were computed so far.</summary>
    public int Hashes => hashes;

    /// <summary>The events that triggers got, in order.</summary>
    public ConcurrentQueue<JsonObject> Events { get; } = [];

    /// <summary>What encrypts codes for functions that send them.</summary>
    public TestCodeKeys Keys { get; } = new();

    /// <summary>What the triggers' function does with an event; by default it answers with the event as it is.</summary>
    public Func<JsonObject, Task<InvocationResult>> Function { get; set; } = static e => Task.FromResult(Answer(e));

    /// <summary>The code in the newest message.</summary>
    public string Code => Service.Outbox.Messages()[0].Code!;

    public static InvocationResult Answer(JsonNode answer) => new(Encoding.UTF8.GetBytes(answer.ToJsonString()), null);

    /// <summary>The function answers with these members in the event's <c>response</c>.</summary>
    public void Respond(string response) => Function = e =>
    {
        var answer = (JsonObject)e.DeepClone();
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(response)!)
        {
            answer["response"]![name] = value?.DeepClone();
        }

        return Task.FromResult(Answer(answer));
    };

    /// <summary>Calls an operation; the pool's and the client's id are added where the request does not say others.</summary>
    public Task<JsonObject> DoAsync(string operation, string request) => Service.Operations[operation].RunAsync(
        new CognitoCall(new Fields(With(With(request, "UserPoolId", PoolId).ToJsonString(), "ClientId", ClientId)), TestContext.Current.CancellationToken));

    /// <summary>The refusal of a call, as <c>Type: message</c>; <c>answered</c> for one that is not refused.</summary>
    public async Task<string> RefusalAsync(string operation, string request)
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

    public (string Id, string? Secret) AddClient(string client)
    {
        var request = With(client, "ClientName", "client");
        request["UserPoolId"] ??= PoolId;
        request["ExplicitAuthFlows"] ??= new JsonArray(
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", request.ContainsKey("RefreshTokenRotation") ? null : "ALLOW_REFRESH_TOKEN_AUTH");
        ((JsonArray)request["ExplicitAuthFlows"]!).Remove(null);
        var made = Now("CreateUserPoolClient", request)["UserPoolClient"]!;
        return ((string)made[nameof(ClientId)]!, (string?)made["ClientSecret"]);
    }

    /// <summary>A user with a password that need not be changed.</summary>
    public async Task AddUserAsync(string name, string attributes = "[]")
    {
        await DoAsync("AdminCreateUser", $$"""{"Username":"{{name}}","MessageAction":"SUPPRESS","UserAttributes":{{attributes}}}""");
        await DoAsync("AdminSetUserPassword", $$"""{"Username":"{{name}}","Password":"{{Password}}","Permanent":true}""");
    }

    public Task<JsonObject> SignInAsync(string name, string password = Password) => DoAsync("InitiateAuth", SignIn(name, password));

    public string SignIn(string name, string password = Password) => new JsonObject
    {
        ["AuthFlow"] = "USER_PASSWORD_AUTH",
        ["AuthParameters"] = new JsonObject { ["USERNAME"] = name, ["PASSWORD"] = password, ["SECRET_HASH"] = Secret is null ? null : SecretHash(name) },
    }.ToJsonString();

    public async Task<TestTokens> TokensAsync(string name) => TestTokens.Of(await SignInAsync(name));

    public string SecretHash(string name) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret!), Encoding.UTF8.GetBytes(name + ClientId)));

    /// <summary>What a user has in an attribute.</summary>
    public async Task<string?> AttributeAsync(string user, string attribute) =>
        (await DoAsync("AdminGetUser", $$"""{"Username":"{{user}}"}"""))["UserAttributes"]!.AsArray().Where(a => (string?)a!["Name"] == attribute).Select(static a => (string?)a!["Value"]).FirstOrDefault();

    /// <summary>As after the death of the process: what is in the folder is all there is.</summary>
    public void Restart()
    {
        Close();
        (Service, state, principals) = Open();
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(folder, recursive: true);
    }

    private void Close()
    {
        memory.Dispose();
        Service.Stores.Dispose();
        principals.Dispose();
        state.Dispose();
    }

    private static string Endpoint() => "http://127.0.0.1:4566";

    private (CognitoService Service, StateFolder State, TestPrincipals Principals) Open()
    {
        var opened = StateFolder.Open(folder);
        var stack = Given.Stack(Template);
        var made = new TestPrincipals([stack], state: opened);
        var permission = new FunctionPermission(static function => function.ResourcePolicy, made.Environment);
        var stores = new CognitoStores(folder);
        memory = new CognitoMemory(stores, opened, Endpoint, ids, Time);
        var service = new CognitoService(new CognitoParts
        {
            Stack = stack,
            State = opened,
            Stores = stores,
            Memory = memory,
            Functions = new CallableFunctions(new FunctionDirectory(stack), permission, new FakeFunctions(InvokeAsync)),
            Accept = (_, payload) => Events.Enqueue((JsonObject)JsonNode.Parse(payload)!),
            CodeKeys = Keys,
            Hash = Hash,
            Accounts = made.Accounts,
            Decisions = new DecisionLog(NullLogger.Instance),
            EndpointUrl = Endpoint,
            Issuers = new IssuerNames(Endpoint, asAws: false),
            Ids = ids,
            Time = Time,
        });
        return (service, opened, made);
    }

    private JsonObject Now(string operation, JsonObject request) => Service.Operations[operation].RunAsync(new CognitoCall(new Fields(request), CancellationToken.None)).GetAwaiter().GetResult();

    private Task<InvocationResult> InvokeAsync(JsonObject happened)
    {
        Events.Enqueue(happened);
        return Function(happened);
    }

    private byte[] Hash(string password, byte[] salt, int iterations)
    {
        Interlocked.Increment(ref hashes);
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(password), .. salt]);
    }

    private static JsonObject With(string json, string name, string value)
    {
        var request = (JsonObject)JsonNode.Parse(json)!;
        request.TryAdd(name, value);
        return request;
    }
}

/// <summary>The tokens of an answer.</summary>
internal sealed record TestTokens(string Access, string? Id, string? Refresh)
{
    public static TestTokens Of(JsonObject answer) => answer["AuthenticationResult"] is { } result
        ? new((string)result["AccessToken"]!, (string?)result["IdToken"], (string?)result["RefreshToken"])
        : throw new InvalidOperationException($"There are no tokens in {answer.ToJsonString()}");

    /// <summary>The claims of one of them.</summary>
    public static JsonObject Claims(string token) => (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;
}
