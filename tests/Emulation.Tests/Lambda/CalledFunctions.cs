using System.Collections.Immutable;
using System.Text;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Lambda;

/// <summary>A LocalAws whose functions answer what a test says, called through Lambda's own API.</summary>
public abstract class CalledFunctions : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Plain: { Type: AWS::Serverless::Function, Properties: { FunctionName: plain } }
          Never: { Type: AWS::Serverless::Function, Properties: { FunctionName: never, ReservedConcurrentExecutions: 0 } }
          Closed: { Type: AWS::Serverless::Function, Properties: { FunctionName: closed, TenancyConfig: { TenantIsolationMode: PER_TENANT } } }
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          Stranger: { Type: AWS::IAM::Role, Properties: { RoleName: Stranger, AssumeRolePolicyDocument: *trust } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();

    /// <summary>What the function is called with first.</summary>
    private protected TaskCompletionSource<Invocation> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it answers.</summary>
    private protected InvocationResult Answer { get; set; } = new("{\"a\":1}"u8.ToArray(), null);

    /// <summary>What it does before.</summary>
    private protected Task Work { get; set; } = Task.CompletedTask;

    private protected EmulatorOptions Options { get; private set; } = null!;

    private protected Emulator Emulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        FunctionStandIn standIn = async (invocation, _) =>
        {
            Seen.TrySetResult(invocation);
            await Work;
            return Answer;
        };
        Options = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(new[] { "Plain", "Never" }.ToImmutableDictionary(static name => name, _ => standIn)),
        };
        Emulator = await Emulator.StartAsync(Options, LoadedStacks.Load(Options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        client.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    private protected static string IdOf(HttpResponseMessage answer) => answer.Headers.GetValues("x-amzn-RequestId").Single();

    private protected static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private protected Task<HttpResponseMessage> CallAsync(string function, string body, params (string Name, string Value)[] headers) => CallAsync(function, body, "Caller", "invocations", "2015-03-31", headers);

    private protected Task<HttpResponseMessage> CallAsync(string function, string body, string role, string operation, string version, params (string Name, string Value)[] headers) =>
        SendAsync(function, body, role, operation, version, HttpCompletionOption.ResponseContentRead, headers);

    private protected async Task<HttpResponseMessage> SendAsync(string function, string body, string role, string operation, string version, HttpCompletionOption completion, (string Name, string Value)[] headers)
    {
        var url = new Uri($"{Emulator.EndpointUrl}/{version}/functions/{function}/{operation}");
        var content = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(content) };
        var session = Emulator.Sessions.ForFunction(Emulator.Accounts.RoleByArn($"arn:aws:iam::{EmulatorOptions.DefaultAccount}:role/{role}")!, "test");
        var signed = new SigV4Signer("us-east-1", "lambda").Sign(
            "POST", url.PathAndQuery, [.. headers.Select(static header => new HeaderField(header.Name.ToLowerInvariant(), header.Value)).Append(new HeaderField("host", url.Authority))], PayloadHash.Of(content),
            new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken), TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", signed.SecurityToken);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, completion, TestContext.Current.CancellationToken);
    }
}
