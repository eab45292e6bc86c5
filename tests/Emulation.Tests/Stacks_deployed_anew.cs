using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Sam;

namespace Emulation.Tests;

/// <summary>Another reading of the templates takes the place of the one that runs: what people and clients have done meanwhile stays.</summary>
public sealed class Stacks_deployed_anew : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-anew-").FullName;
    private EmulatorOptions options = null!;
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        options = new EmulatorOptions { Templates = [TemplateSource.Parse(Write(""))], Port = 0 };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Keep_what_the_IAM_API_has_made_and_know_what_the_template_adds()
    {
        var account = emulator.Stacks.Main.AccountId;
        emulator.Accounts.Change(account, static (now, _) => (now.With(now.Role("caller")! with { Name = "made", LogicalId = null }), true));
        await DeployAsync("  Other: {Type: AWS::IAM::Role, Properties: {RoleName: other, AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}}}}");
        Assert.Equal(["caller", "made", "other"], emulator.Accounts.Roles.Select(static role => role.Role.Name).Order(StringComparer.Ordinal));
        await DeployAsync("");
        Assert.Equal(["caller", "made"], emulator.Accounts.Roles.Select(static role => role.Role.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Take_the_answer_to_a_challenge_that_was_set_before()
    {
        var pool = emulator.Stacks.Main.UserPools.First(static part => part.Kind == UserPoolResourceKind.Pool).PhysicalId;
        var client = emulator.Stacks.Main.UserPools.First(static part => part.Kind == UserPoolResourceKind.Client).PhysicalId;
        await AskAsync("AdminCreateUser", new JsonObject { ["UserPoolId"] = pool, ["Username"] = "ann", ["TemporaryPassword"] = "First-2026!", ["MessageAction"] = "SUPPRESS" });
        var challenge = await AskAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = client, ["AuthFlow"] = "USER_PASSWORD_AUTH", ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["PASSWORD"] = "First-2026!" },
        });
        Assert.Equal("NEW_PASSWORD_REQUIRED", (string?)challenge["ChallengeName"]);
        await DeployAsync("  Other: {Type: AWS::Cognito::UserPool}");
        var answer = await AskAsync("RespondToAuthChallenge", new JsonObject
        {
            ["ClientId"] = client, ["ChallengeName"] = "NEW_PASSWORD_REQUIRED", ["Session"] = (string?)challenge["Session"],
            ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = "ann", ["NEW_PASSWORD"] = "Second-2026!" },
        });
        Assert.NotNull(answer["AuthenticationResult"]?["AccessToken"]);
        await Assert.ThrowsAsync<CognitoException>(() => AskAsync("RespondToAuthChallenge", new JsonObject
        {
            ["ClientId"] = client, ["ChallengeName"] = "NEW_PASSWORD_REQUIRED", ["Session"] = (string?)challenge["Session"],
            ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = "ann", ["NEW_PASSWORD"] = "Third-2026!" },
        }));
    }

    [Fact]
    public async Task Know_sessions_that_were_issued_before()
    {
        var role = emulator.Accounts.RoleByArn($"arn:aws:iam::{emulator.Stacks.Main.AccountId}:role/caller")!;
        var session = emulator.Sessions.ForFunction(role, "before", functionArn: null);
        await DeployAsync("  Other: {Type: AWS::Cognito::UserPool}");
        Assert.NotNull(emulator.Doors.Keyring.Find(session.AccessKeyId, session.SessionToken).Identity);
        await DeployAsync("", caller: "renamed");
        Assert.Null(emulator.Accounts.RoleByArn(role.Role.Arn.ToString()));
    }

    [Fact]
    public async Task Leave_what_runs_as_it_is_when_they_cannot_be_put_in_place()
    {
        var before = emulator.Stacks;
        await File.WriteAllTextAsync(Path.Combine(folder, ".localaws", "urls.db"), $"no database, and longer than a header of one: {new string('x', 200)}", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<Emulation.State.StateFolderException>(() => DeployAsync("  Other: {Type: AWS::Cognito::UserPool}"));
        Assert.Same(before, emulator.Stacks);
        using var http = new HttpClient();
        Assert.Contains("ready", await http.GetStringAsync(new Uri($"{emulator.EndpointUrl}/_localaws/health"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private string Write(string more, string caller = "caller")
    {
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, $$"""
            Resources:
              Caller: {Type: AWS::IAM::Role, Properties: {RoleName: {{caller}}, AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole} } } }
              Pool: {Type: AWS::Cognito::UserPool}
              Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]} }
            {{more}}
            """);
        return file;
    }

    private Task DeployAsync(string more, string caller = "caller")
    {
        Write(more, caller);
        return emulator.DeployAsync(LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    private Task<JsonObject> AskAsync(string operation, JsonObject request) =>
        emulator.Cognito.Operations[operation].RunAsync(new CognitoCall(new Fields(request), TestContext.Current.CancellationToken));
}
