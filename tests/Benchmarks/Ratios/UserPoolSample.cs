using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation;
using Emulation.Cognito.Import;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Benchmarks.Ratios;

/// <summary>A user pool on the disk: what a sign-in costs and how much of that is the password's hash, which is slow on purpose; and how long 100,000 users take to come in.</summary>
internal sealed class UserPoolSample : IAsyncDisposable
{
    private const int SignIns = 9;
    private const int Finds = 51;
    private const string Password = "Correct-Horse-7";
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-pool-").FullName;
    private Emulator emulator = null!;
    private string pool = "";
    private string client = "";

    public static async Task<UserPoolSample> StartAsync()
    {
        var sample = new UserPoolSample();
        var template = Path.Combine(sample.folder, "template.yaml");
        await File.WriteAllTextAsync(template, "Resources: { Queue: { Type: AWS::SQS::Queue } }");
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(template)], Port = 0, DataFolder = Path.Combine(sample.folder, "state") };
        sample.emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), CancellationToken.None);
        sample.pool = (string)(await sample.CallAsync("CreateUserPool", new JsonObject { ["PoolName"] = "sample", ["AutoVerifiedAttributes"] = new JsonArray("email") }))["UserPool"]!["Id"]!;
        sample.client = (string)(await sample.CallAsync("CreateUserPoolClient", new JsonObject { ["UserPoolId"] = sample.pool, ["ClientName"] = "sample", ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_PASSWORD_AUTH") }))["UserPoolClient"]!["ClientId"]!;
        await sample.CallAsync("AdminCreateUser", new JsonObject { ["UserPoolId"] = sample.pool, ["Username"] = "ann", ["MessageAction"] = "SUPPRESS" });
        await sample.CallAsync("AdminSetUserPassword", new JsonObject { ["UserPoolId"] = sample.pool, ["Username"] = "ann", ["Password"] = Password, ["Permanent"] = true });
        return sample;
    }

    /// <returns>The median of a sign-in in milliseconds, and the hash's part of it, from 0 to 1.</returns>
    public async Task<(double Milliseconds, double HashShare)> SignInAsync()
    {
        var (whole, hash) = (new List<double>(), new List<double>());
        for (var i = -1; i < SignIns; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await CallAsync("InitiateAuth", new JsonObject { ["AuthFlow"] = "USER_PASSWORD_AUTH", ["ClientId"] = client, ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["PASSWORD"] = Password } });
            whole.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            started = Stopwatch.GetTimestamp();
            Passwords.Pbkdf2(Password, new byte[16], Passwords.Iterations);
            hash.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        whole.Sort();
        hash.Sort();
        return (whole[SignIns / 2], hash[SignIns / 2] / whole[SignIns / 2]);
    }

    /// <param name="first">The number of the first, of which its name and address are made.</param>
    /// <param name="users">How many users come in.</param>
    /// <returns>Seconds.</returns>
    public double Import(int first = 0, int users = 100_000)
    {
        var stores = emulator.Cognito.Stores;
        var target = stores.Pools.Pool(pool)!;
        var header = CsvFile.HeaderOf(target);
        var lines = Enumerable.Range(first, users).Select(i => string.Join(',', header.Select(name => name switch
        {
            CsvFile.Username => string.Create(CultureInfo.InvariantCulture, $"user{i}"),
            "email" => string.Create(CultureInfo.InvariantCulture, $"user{i}@example.com"),
            "email_verified" => "true",
            CsvFile.MfaEnabled => "false",
            _ => "",
        })));
        var started = Stopwatch.GetTimestamp();
        var counts = new UserImport(stores.Users, new UserFinder(stores.Users), IdSource.SystemRandom, TimeProvider.System).Run(target, lines.Prepend(string.Join(',', header)), static _ => true, static _ => { });
        return counts.Imported == users ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException($"Of {users} users {counts} came in.");
    }

    /// <summary>Finds a user by the address.</summary>
    /// <param name="number">Which that came in.</param>
    /// <returns>The median in microseconds.</returns>
    public async Task<double> FindAsync(int number)
    {
        var times = new List<double>();
        for (var i = 0; i < Finds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var found = await CallAsync("ListUsers", new JsonObject { ["UserPoolId"] = pool, ["Filter"] = string.Create(CultureInfo.InvariantCulture, $"email = \"user{number}@example.com\"") });
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            if (found["Users"]!.AsArray().Count != 1)
            {
                throw new InvalidOperationException($"There is no user {number}.");
            }
        }

        times.Sort();
        return times[Finds / 2];
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Task<JsonObject> CallAsync(string operation, JsonObject request) => emulator.Cognito.Operations[operation].RunAsync(new CognitoCall(new Fields(request), CancellationToken.None));
}
