using System.Text.Json;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>explain</c> with a token that nobody has made yet, as people and pipelines use it.</summary>
public sealed class Whom_a_role_would_let_in : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private string File => Path.Combine(folder, "template.yaml");

    public Whom_a_role_would_let_in() => System.IO.File.WriteAllText(File, """
        Resources:
          GitHub: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "https://token.actions.githubusercontent.com", ClientIdList: [sts.amazonaws.com] } }
          Cluster: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "https://oidc.eks.us-east-1.amazonaws.com/id/AB12", ClientIdList: [sts.amazonaws.com] } }
          Deploy:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Statement:
                - Effect: Allow
                  Principal: { Federated: !Ref GitHub }
                  Action: sts:AssumeRoleWithWebIdentity
                  Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:prod" } }
                - Effect: Allow
                  Principal: { Federated: !Ref Cluster }
                  Action: sts:AssumeRoleWithWebIdentity
                  Condition: { StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/AB12:sub": "system:serviceaccount:web:api", "sts:RoleSessionName": "api" } }
        """);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(CommandLine.Done, "--github repo=acme/shop environment=prod --role Deploy")]
    [InlineData(CommandLine.DoesNotHold, "--github repo=acme/shop environment=test --role Deploy")]
    [InlineData(CommandLine.DoesNotHold, "--gitlab project=acme/shop branch=main --role Deploy")]
    [InlineData(CommandLine.Done, "--kubernetes serviceaccount=web/api --session-name api --role Deploy")]
    [InlineData(CommandLine.DoesNotHold, "--kubernetes serviceaccount=web/worker --session-name api --role Deploy")]
    [InlineData(CommandLine.BadInput, "--kubernetes serviceaccount=web/api --role Deploy")]
    [InlineData(CommandLine.BadInput, "--github repo=acme/shop environment=prod")]
    [InlineData(CommandLine.BadInput, "--github repo=acme/shop environment=prod --role Deplay")]
    [InlineData(CommandLine.BadInput, "--github repo=acme/shop environment=prod --gitlab project=acme/shop branch=main --role Deploy")]
    [InlineData(CommandLine.BadInput, "--role Deploy")]
    [InlineData(CommandLine.BadInput, "GET /x --github repo=acme/shop environment=prod --role Deploy")]
    public async Task Ends_as_the_answer_is(int expected, string words) =>
        Assert.Equal(expected, (await CommandLineRun.OutputOfAsync(["explain", .. words.Split(' '), "-t", File])).ExitCode);

    [Theory]
    [InlineData("system:serviceaccount:web:api", true)]
    [InlineData("system:serviceaccount:web:worker", false)]
    public async Task Is_told_by_the_claims_of_a_file(string subject, bool isAllowed)
    {
        var claims = Path.Combine(folder, "claims.json");
        await System.IO.File.WriteAllTextAsync(
            claims, $$"""{ "iss": "https://oidc.eks.us-east-1.amazonaws.com/id/AB12", "aud": ["sts.amazonaws.com"], "sub": "{{subject}}", "exp": 1 }""", TestContext.Current.CancellationToken);
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("explain", "--claims", claims, "--role", "Deploy", "--session-name", "api", "--format", "json", "-t", File);
        using var json = JsonDocument.Parse(output);

        Assert.Equal(isAllowed ? CommandLine.Done : CommandLine.DoesNotHold, exitCode);
        Assert.Equal(isAllowed, json.RootElement.GetProperty("allowed").GetBoolean());
        Assert.Equal(isAllowed ? 0 : 1, json.RootElement.GetProperty("refusals").GetArrayLength());
    }
}
