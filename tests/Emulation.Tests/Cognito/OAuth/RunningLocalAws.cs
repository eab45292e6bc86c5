using System.Text.Json.Nodes;
using Emulation.Cognito;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary>A LocalAws without APIs on a port of its own, with a clock that the tests move. Each test makes its own user pool.</summary>
public class RunningLocalAws : IAsyncLifetime
{
    /// <summary>A template has at least one resource.</summary>
    private const string Template = """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }] }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private Emulator emulator = null!;
    private int domains;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal CognitoService Cognito => emulator.Cognito;

    internal Uri Endpoint => new(emulator.EndpointUrl);

    internal Emulation.StandIns.StandInDoor StandIns => emulator.StandIns;

    internal LoadedStacks Stacks => emulator.Stacks;

    internal Emulation.Decisions.DecisionLog Decisions => emulator.Decisions;

    /// <summary>Further resources of the template.</summary>
    private protected virtual string Resources => "";

    private protected virtual EmulatorOptions Change(EmulatorOptions options) => options;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, $"{Template}\n{Resources}");
        var options = Change(new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder.FullName, "state"),
            Time = Time,
            Ids = new DrawnKeys(),
            PasswordIterations = Passwords.IterationsOfRun,
        });
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>An operation, as a signed call would run it.</summary>
    internal Task<JsonObject> CallAsync(string operation, JsonObject members) => Cognito.Operations[operation].RunAsync(new CognitoCall(new Fields(members), TestContext.Current.CancellationToken));

    /// <summary>A pool with a domain and a client that may use codes.</summary>
    /// <param name="pool">Changes the pool's properties.</param>
    /// <param name="client">Changes the client's properties.</param>
    internal async Task<HostedPool> PoolAsync(Action<JsonObject>? pool = null, Action<JsonObject>? client = null)
    {
        var properties = new JsonObject { ["PoolName"] = "shop", ["AutoVerifiedAttributes"] = new JsonArray("email") };
        pool?.Invoke(properties);
        var poolId = (string)(await CallAsync("CreateUserPool", properties))["UserPool"]!["Id"]!;
        var domain = $"shop-{Interlocked.Increment(ref domains)}";
        await CallAsync("CreateUserPoolDomain", new JsonObject { ["UserPoolId"] = poolId, ["Domain"] = domain });
        var hosted = new HostedPool(this, poolId, domain);
        hosted.Client = await hosted.NewClientAsync(client);
        return hosted;
    }
}
