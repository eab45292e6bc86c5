using System.Text;
using System.Text.Json.Nodes;
using SigV4;

namespace Emulation.Tests.Fronts.Secrets;

/// <summary>Secrets of a template where no server runs Secrets Manager: they are read here, decided on as everywhere, and change with the template alone.</summary>
public sealed class Secrets_of_the_template : IDisposable
{
    private const string Template = """
        Resources:
          May:
            Type: AWS::IAM::User
            Properties:
              UserName: may
              Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }]
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          ByTag:
            Type: AWS::IAM::User
            Properties:
              UserName: bytag
              Policies:
                - PolicyName: Tagged
                  PolicyDocument: { Statement: [{ Sid: OwnTeam, Effect: Allow, Action: "secretsmanager:GetSecretValue", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/team": a } } }] }
          ByTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref ByTag } }
          Guest: { Type: AWS::IAM::User, Properties: { UserName: guest } }
          GuestKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Guest } }
          Given: { Type: AWS::SecretsManager::Secret, Properties: { Name: given, Description: of a friend, SecretString: "known to a few", Tags: [{ Key: team, Value: a }] } }
          Drawn:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: drawn
              GenerateSecretString: { SecretStringTemplate: '{"user":"app"}', GenerateStringKey: password, PasswordLength: 20, ExcludePunctuation: true }
          Empty: { Type: AWS::SecretsManager::Secret, Properties: { Name: empty } }
          GuestsToo:
            Type: AWS::SecretsManager::ResourcePolicy
            Properties:
              SecretId: !Ref Drawn
              ResourcePolicy:
                Version: "2012-10-17"
                Statement: [{ Sid: LetGuestsIn, Effect: Allow, Principal: { AWS: !GetAtt Guest.Arn }, Action: "secretsmanager:GetSecretValue", Resource: "*" }]
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Are_read_by_whom_policies_let()
    {
        await using var aws = await StartAsync(Template);
        var given = await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}""");
        Assert.Equal((200, "given", "known to a few", """["AWSCURRENT"]"""), (given.Status, (string?)given["Name"], (string?)given["SecretString"], given["VersionStages"]!.ToJsonString()));

        var described = await AskAsync(aws, "DescribeSecret", """{"SecretId":"given"}""");
        Assert.Equal((200, "of a friend", "a"), (described.Status, (string?)described["Description"], (string?)described["Tags"]![0]!["Value"]));
        Assert.Equal((string?)given["VersionId"], described["VersionIdsToStages"]!.AsObject().Single().Key);
        Assert.DoesNotContain("known to a few", described.Body, StringComparison.Ordinal);

        var drawn = await AskAsync(aws, "GetSecretValue", """{"SecretId":"drawn"}""", "guest");
        var values = JsonNode.Parse((string)drawn["SecretString"]!)!;
        Assert.Equal("app", (string?)values["user"]);
        Assert.Matches("^[A-Za-z0-9]{20}$", (string?)values["password"]);
        Assert.Equal(200, (await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}""", "bytag")).Status);
    }

    [Theory]
    [InlineData("guest", "given")]
    [InlineData("bytag", "drawn")]
    [InlineData("guest", "none")]
    public async Task Are_refused_to_everybody_else_in_the_services_words(string user, string secret)
    {
        await using var aws = await StartAsync(Template);
        var refused = await AskAsync(aws, "GetSecretValue", $$"""{"SecretId":"{{secret}}"}""", user);

        Assert.Equal((400, "AccessDeniedException"), (refused.Status, (string?)refused["__type"]));
        Assert.Equal(
            $"User: arn:aws:iam::111122223333:user/{user} is not authorized to perform: secretsmanager:GetSecretValue on resource: {secret} because no identity-based policy allows the secretsmanager:GetSecretValue action",
            (string?)refused["Message"]);
        Assert.NotNull(refused.Decision);
    }

    [Fact]
    public async Task Go_by_their_names_and_by_their_ARNs_with_and_without_the_six_characters()
    {
        await using var aws = await StartAsync(Template);
        var arn = (string)(await AskAsync(aws, "DescribeSecret", """{"SecretId":"given"}"""))["ARN"]!;
        Assert.Matches(@"^arn:aws:secretsmanager:us-east-1:111122223333:secret:given-\w{6}$", arn);

        foreach (var id in new[] { arn, arn[..^7] })
        {
            Assert.Equal("known to a few", (string?)(await AskAsync(aws, "GetSecretValue", $$"""{"SecretId":"{{id}}"}"""))["SecretString"]);
        }

        foreach (var id in new[] { "none", arn[..^8], arn[..^1], arn.Replace("us-east-1", "eu-west-1", StringComparison.Ordinal), arn.Replace("1111", "4444", StringComparison.Ordinal) })
        {
            Assert.NotEqual(200, (await AskAsync(aws, "GetSecretValue", $$"""{"SecretId":"{{id}}"}""")).Status);
        }
    }

    [Fact]
    public async Task Have_one_version()
    {
        await using var aws = await StartAsync(Template);
        var version = (string)(await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}"""))["VersionId"]!;

        Assert.Equal(200, (await AskAsync(aws, "GetSecretValue", $$"""{"SecretId":"given","VersionId":"{{version}}","VersionStage":"AWSCURRENT"}""")).Status);
        foreach (var (asked, says) in new[]
        {
            ("""{"SecretId":"given","VersionStage":"AWSPREVIOUS"}""", "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS"),
            ("""{"SecretId":"given","VersionId":"d31c6845-17b7-47b5-a620-c6e9d25b68a8"}""", "Secrets Manager can't find the specified secret value for VersionId: d31c6845-17b7-47b5-a620-c6e9d25b68a8"),
            ("""{"SecretId":"empty"}""", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"),
            ("""{"SecretId":"none"}""", "Secrets Manager can't find the specified secret."),
        })
        {
            var absent = await AskAsync(aws, "GetSecretValue", asked);
            Assert.Equal((400, "ResourceNotFoundException", says), (absent.Status, (string?)absent["__type"], (string?)absent["Message"]));
        }
    }

    /// <summary>As CloudFormation does: a password stays until it is to be another one.</summary>
    [Fact]
    public async Task Stay_until_the_template_says_something_else()
    {
        var (drawn, given) = await BothAsync(Template);
        Assert.Equal((drawn, given), await BothAsync(Template));

        var (longer, other) = await BothAsync(Template.Replace("PasswordLength: 20", "PasswordLength: 24", StringComparison.Ordinal).Replace("known to a few", "known to more", StringComparison.Ordinal));
        Assert.NotEqual(drawn.Version, longer.Version);
        Assert.NotEqual(given.Version, other.Version);
        Assert.Equal(24, ((string?)JsonNode.Parse(longer.Text)!["password"])!.Length);
        Assert.Equal("known to more", other.Text);
    }

    [Theory]
    [InlineData("PutSecretValue", """{"SecretId":"given","SecretString":"mine"}""")]
    [InlineData("CreateSecret", """{"Name":"mine","SecretString":"mine"}""")]
    [InlineData("DeleteSecret", """{"SecretId":"given"}""")]
    [InlineData("ListSecrets", "{}")]
    [InlineData("BatchGetSecretValue", """{"SecretIdList":["given"]}""")]
    public async Task Are_not_changed_here_and_the_refusal_says_what_is_missing(string operation, string members)
    {
        await using var aws = await StartAsync(Template);
        var refused = await AskAsync(aws, operation, members);

        Assert.Equal((501, "NotImplementedException"), (refused.Status, (string?)refused["__type"]));
        Assert.Contains($"does no {operation}. Start a server of Secrets Manager", (string?)refused["Message"], StringComparison.Ordinal);
        Assert.Contains("localaws up --upstream secretsmanager=", (string?)refused["Message"], StringComparison.Ordinal);
        Assert.Equal("AccessDeniedException", (string?)(await AskAsync(aws, operation, members, "guest"))["__type"]);
        Assert.Equal("known to a few", (string?)(await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}"""))["SecretString"]);
    }

    [Fact]
    public async Task Are_a_servers_own_where_there_is_one()
    {
        await using var aws = await StartAsync(Template, "secretsmanager=http://127.0.0.1:1");
        var away = await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}""");
        Assert.Equal(503, away.Status);
        Assert.Contains("LocalAws does not reach the server at http://127.0.0.1:1/ that runs secretsmanager", away.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_here_when_there_are_none()
    {
        await using var aws = await StartAsync(Template[..Template.IndexOf("  Given:", StringComparison.Ordinal)]);
        var absent = await AskAsync(aws, "GetSecretValue", """{"SecretId":"given"}""");
        Assert.Equal(404, absent.Status);
        Assert.Contains("No server runs secretsmanager behind this LocalAws", absent.Body, StringComparison.Ordinal);
    }

    private async Task<Emulator> StartAsync(string template, params string[] upstreams)
    {
        var file = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(file, template, Cancellation);
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(file, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder.FullName, "state"),
            Upstreams = UpstreamEndpoint.ParseAll(upstreams, static _ => null),
        };
        return await Emulator.StartAsync(options, LoadedStacks.Load(options), Cancellation);
    }

    private async Task<((string Version, string Text) Drawn, (string Version, string Text) Given)> BothAsync(string template)
    {
        await using var aws = await StartAsync(template);
        return (await OfAsync("drawn"), await OfAsync("given"));

        async Task<(string Version, string Text)> OfAsync(string secret)
        {
            var answer = await AskAsync(aws, "GetSecretValue", $$"""{"SecretId":"{{secret}}"}""");
            return ((string)answer["VersionId"]!, (string)answer["SecretString"]!);
        }
    }

    private async Task<Answer> AskAsync(Emulator aws, string operation, string members, string user = "may")
    {
        var body = Encoding.UTF8.GetBytes(members);
        var key = aws.Accounts.Users.First(one => one.Name == user).AccessKeyIds[0];
        (string Name, string Value)[] headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", $"secretsmanager.{operation}")];
        var signed = new SigV4Signer("us-east-1", "secretsmanager").Sign(
            "POST", "/", [new("host", new Uri(aws.EndpointUrl).Authority), .. headers.Select(static header => new HeaderField(header.Name, header.Value))], PayloadHash.Of(body),
            new AwsCredentials(key, aws.SecretOf(key)), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.EndpointUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("content-type", headers[0].Value);
        request.Headers.TryAddWithoutValidation("x-amz-target", headers[1].Value);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        using var response = await http.SendAsync(request, Cancellation);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation),
            response.Headers.TryGetValues("x-localaws-decision", out var ids) ? ids.Single() : null);
    }

    private sealed record Answer(int Status, string Body, string? Decision)
    {
        private readonly JsonNode? members = JsonNode.Parse(Body);

        public JsonNode? this[string member] => members?[member];
    }
}
