using System.Text;
using System.Text.Json;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.DynamoDb;
using Emulation.Fronts.Kms;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.Sessions;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Sts;
using Emulation.Upstreams;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Emulation.Tests.DynamoDb;

/// <summary>Decides calls as the front does, of callers whose signature is taken for granted: with a server that describes one table, and callers of a template.</summary>
internal sealed class DecidingFront : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly TestSts desk;
    private readonly TableServer server;
    private DynamoDbService service = null!;
    private ResourcePolicies policies = null!;
    private ServiceDoor<JsonDocument, JsonAnswer> door = null!;

    private DecidingFront(TestSts desk, TableServer server)
    {
        this.desk = desk;
        this.server = server;
    }

    public static async Task<DecidingFront> StartAsync(string template, string? organization = null, string? partner = null)
    {
        var front = new DecidingFront(new TestSts(template, organization, partner), await TableServer.StartAsync());
        var server = UpstreamEndpoint.ParseAll([front.server.Upstream], static _ => null)["dynamodb"];
        var stacks = Given.Stacks(template);
        var stack = stacks.Main;
        front.policies = AllResourcePolicies.Of(stacks, stack, front.folder, new ResourceOwners(stack), () => front.desk.Accounts.Current);
        front.service = new DynamoDbService(stack, server, front.policies, new ServiceKeys([stack], front.policies, stack.AccountId, static (_, _, _) => null), TimeProvider.System);
        front.door = front.desk.Doors.Open(front.service.Service);
        return front;
    }

    /// <summary>What is decided about a call of a user.</summary>
    public async Task<Decided> DecideAsync(string user, string operation, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.ContentType = "application/x-amz-json-1.0";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        var request = (await ReceivedRequest.ReadAsync(http, body.Length))!;
        var called = door.Service.Operations[operation];
        using var parameters = door.Service.Protocol.Read(request, called.Members);
        var call = door.CallOf(parameters, desk.UserNamed(user), RequestFacts.Of(request, "us-east-1", TokenMaker.Now), request);
        var answer = await door.AnswerAsync(called, call);
        answer.PassedOn?.Dispose();
        return new Decided(call.Subject!, answer.Refusal);
    }

    /// <summary>The type of the refusal; null when the call was sent on.</summary>
    public async Task<string?> RefusalAsync(string user, string operation, string body) => (await DecideAsync(user, operation, body)).Refusal?.Type.Split('#')[1];

    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        policies.Dispose();
        await server.DisposeAsync();
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    internal sealed record Decided(DecisionSubject Subject, ServiceRefusal? Refusal);
}
