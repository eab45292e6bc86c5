using System.Text;
using System.Text.Json.Nodes;
using Emulation.ApiGatewayV2;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Protocols.RestJson;
using Emulation.Sessions;
using Emulation.State;
using Iam;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sam;

namespace Emulation.Tests.ApiGatewayV2;

/// <summary>The management API of a stack with one function, with its state in a folder of its own.</summary>
internal sealed class ManagementApi : IDisposable
{
    private readonly string folder;
    private readonly bool ownsFolder;
    private readonly ApiStore store;
    private readonly ServiceDoor<RestRequest, RestAnswer> door;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public ManagementApi(string? folder = null)
    {
        this.folder = folder ?? System.IO.Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        ownsFolder = folder is null;
        Directory = new ApiDirectory([]);
        store = new ApiStore(this.folder);
        var time = new FakeTimeProvider(Now);
        var resources = new ApiResources(store, Stack, Directory, new FunctionDirectory(Stack), static id => $"http://{id}.localhost", IdSource.SystemRandom, time);
        door = new ServiceDoorParts(null!, Given.Environment(), new DecisionLog(NullLogger.Instance), IdSource.SystemRandom, time).Open(new ApiGatewayService(resources, Forgotten.Add, Stack).Service);
    }

    public static Stack Stack { get; } = Given.Stack("""
        AWSTemplateFormatVersion: "2010-09-09"
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Shop:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, FunctionName: shop }
        """);

    public static string FunctionArn => "arn:aws:lambda:us-east-1:111122223333:function:shop";

    public static string AuthorizerUri => $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FunctionArn}/invocations";

    /// <summary>The APIs whose authorizers' answers were forgotten.</summary>
    public List<string> Forgotten { get; } = [];

    public ApiDirectory Directory { get; }

    public HttpApi? Served => (HttpApi?)Directory.All.SingleOrDefault()?.Api;

    /// <summary>A call of somebody who may do everything.</summary>
    public Reply Call(string method, string target, string body = "") => CallAs(null, method, target, body);

    /// <summary>A call of a user with one policy; null for one who may do everything.</summary>
    public Reply CallAs(string? policy, string method, string target, string body = "")
    {
        var service = door.Service;
        var wire = (RestJsonWire)service.Protocol;
        var operation = service.Operations[wire.OperationOf(method, target) ?? throw new InvalidOperationException($"There is no {method} {target}.")];
        var call = door.CallOf(
            wire.Read(method, target, Encoding.UTF8.GetBytes(body), operation.Members),
            CallerWith(policy ?? """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""),
            new RequestFacts([], System.Net.IPAddress.Loopback, false, "us-east-1", Now));
        var answer = door.AnswerAsync(operation, call).AsTask().GetAwaiter().GetResult();
        var refusal = answer.Refusal as RestRefusal;
        var sent = refusal is null ? answer.Body : refusal.Body();
        return new Reply(answer.StatusCode, refusal?.Type, sent.Length == 0 ? new JsonObject() : JsonNode.Parse(sent.Span)!.AsObject());
    }

    private static Caller CallerWith(string policy) => new(
        "AKIA", new IamUser(AccountId.Parse("111122223333"), "/", "ann", "AIDA"), new PrincipalPolicies([Policy.Parse(policy, PolicyKind.Identity, new PolicyOrigin("own")).Policy!]), null);

    /// <summary>Makes an API, and answers its path.</summary>
    public string Api(string name = "shop") => $"/v2/apis/{Call("POST", "/v2/apis", $$"""{"name":"{{name}}","protocolType":"HTTP"}""")["apiId"]}";

    /// <summary>Makes an integration with the function, and answers the target for routes.</summary>
    public string Target(string api) =>
        $"integrations/{Call("POST", $"{api}/integrations", $$"""{"integrationType":"AWS_PROXY","integrationUri":"{{FunctionArn}}","payloadFormatVersion":"2.0"}""")["integrationId"]}";

    public Reply Route(string api, string key, string more = "") => Call("POST", $"{api}/routes", $$"""{"routeKey":"{{key}}"{{more}}}""");

    public Reply Stage(string api, string name = "$default", bool autoDeploy = true) =>
        Call("POST", $"{api}/stages", $$"""{"stageName":"{{name}}","autoDeploy":{{(autoDeploy ? "true" : "false")}}}""");

    public string Jwt(string api, string name = "users") =>
        Call("POST", $"{api}/authorizers", $$$"""{"name":"{{{name}}}","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://example.com/pool","audience":["client"]}}""")["authorizerId"];

    public string Lambda(string api, string more = "") =>
        Call("POST", $"{api}/authorizers", $$"""{"name":"fn","authorizerType":"REQUEST","identitySource":["$request.header.X-Token"],"authorizerUri":"{{AuthorizerUri}}","authorizerPayloadFormatVersion":"2.0"{{more}}}""")["authorizerId"];

    public ManagementApi Restarted()
    {
        store.Dispose();
        return new ManagementApi(folder);
    }

    public void Dispose()
    {
        store.Dispose();
        if (ownsFolder)
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>What a call answered.</summary>
internal sealed record Reply(int Status, string? ErrorType, JsonObject Json)
{
    public string Message => this["message"];

    public string this[string name] => Json[name]?.ToString() ?? "";
}
