using Microsoft.Data.Sqlite;

namespace Emulation.Tests;

/// <summary>Whatever it is that fails, nothing of the state folder stays open, and LocalAws starts once it is mended.</summary>
public sealed class A_start_that_fails : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private EmulatorOptions options = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Shop: { Type: AWS::Serverless::Function, Properties: { FunctionName: shop, CodeUri: ./, Handler: Shop, Runtime: dotnet10 } }
              Users: { Type: AWS::Cognito::UserPool }
              Identities: { Type: AWS::Cognito::IdentityPool, Properties: { AllowUnauthenticatedIdentities: true } }
            """);
        options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "state") };
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }

    [Theory]
    [InlineData("iam.db")]
    [InlineData("iam-providers.db")]
    [InlineData("lambda.db")]
    [InlineData("cognito.db")]
    [InlineData("identities.db")]
    [InlineData("apigatewayv2.db")]
    public async Task For_a_file_that_is_no_database(string file)
    {
        Directory.CreateDirectory(options.DataFolder!);
        await File.WriteAllTextAsync(Path.Combine(options.DataFolder!, file), "no database, and longer than a header of one: " + new string('x', 200), TestContext.Current.CancellationToken);
        await FailsAsync(file);
    }

    [Theory]
    [InlineData("iam.db", "INSERT INTO entities VALUES ('111122223333', 'user', 'AIDA', 'junk')")]
    [InlineData("iam-providers.db", "CREATE TABLE providers (arn TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT; INSERT INTO providers VALUES ('arn', 'junk')")]
    [InlineData("lambda.db", "CREATE TABLE permissions (function TEXT, statement_id TEXT, statement TEXT NOT NULL, PRIMARY KEY (function, statement_id)) STRICT; INSERT INTO permissions VALUES ('shop', 'id', 'junk')")]
    [InlineData("cognito.db", "UPDATE pool SET document = 'junk'")]
    [InlineData("identities.db", "UPDATE identity_pool SET document = 'junk'")]
    [InlineData("apigatewayv2.db", "CREATE TABLE apis (number INTEGER PRIMARY KEY AUTOINCREMENT, api_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT; INSERT INTO apis (api_id, document) VALUES ('id', 'junk')")]
    public async Task For_what_is_stored(string file, string damage)
    {
        await using (await StartAsync())
        {
        }

        using (var database = new SqliteConnection($"Data Source={Path.Combine(options.DataFolder!, file)};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
            command.CommandText = damage;
#pragma warning restore CA2100
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        await FailsAsync(file);
    }

    private async Task FailsAsync(string file)
    {
        await Assert.ThrowsAnyAsync<Exception>(StartAsync);
        Assert.Empty(Open());
        File.Delete(Path.Combine(options.DataFolder!, file));
        await using var started = await StartAsync();
        Assert.True(!OperatingSystem.IsLinux() || Open().Count > 0);
    }

    private Task<Emulator> StartAsync() => Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);

    /// <summary>The files of the state folder that this process has open; Linux tells.</summary>
    private List<string> Open() => !OperatingSystem.IsLinux() ? [] :
    [
        .. from handle in Directory.GetFiles("/proc/self/fd")
           let target = TargetOf(handle)
           where target.StartsWith(folder, StringComparison.Ordinal)
           select Path.GetFileName(target),
    ];

    /// <summary>Empty for one that was closed meanwhile.</summary>
    private static string TargetOf(string handle)
    {
        try
        {
            return File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
