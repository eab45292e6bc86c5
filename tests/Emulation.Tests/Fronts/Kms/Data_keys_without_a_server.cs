using System.Text;
using System.Text.Json.Nodes;
using SigV4;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>The template's keys where no server runs KMS: they wrap data keys and open them, for whom policies let.</summary>
public sealed class Data_keys_without_a_server : IDisposable
{
    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          Opener:
            Type: AWS::IAM::User
            Properties:
              UserName: opener
              Policies: [{ PolicyName: Open, PolicyDocument: { Statement: [{ Effect: Allow, Action: "kms:Decrypt", Resource: !GetAtt Own.Arn, Condition: { StringEquals: { "kms:EncryptionContext:pool": a } } }] } }]
          OpenerKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Opener } }
          PoolMaker:
            Type: AWS::IAM::User
            Properties: { UserName: poolmaker, Policies: [{ PolicyName: Pools, PolicyDocument: { Statement: [{ Effect: Allow, Action: ["cognito-idp:*", "iam:PassRole"], Resource: "*" }] } }] }
          PoolMakerKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref PoolMaker } }
          Granter:
            Type: AWS::IAM::User
            Properties:
              UserName: granter
              Policies:
                - PolicyName: Pools
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Action: "cognito-idp:*", Resource: "*" }
                      - { Effect: Allow, Action: "kms:CreateGrant", Resource: !GetAtt Own.Arn, Condition: { Bool: { "kms:GrantIsForAWSResource": true }, StringEquals: { "kms:ViaService": cognito-idp.us-east-1.amazonaws.com } } }
          GranterKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Granter } }
          Own: { Type: AWS::KMS::Key, Properties: { Description: own } }
          Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/own, TargetKeyId: !Ref Own } }
          Other: { Type: AWS::KMS::Key, Properties: { Description: other } }
          Signing: { Type: AWS::KMS::Key, Properties: { KeySpec: ECC_NIST_P256, KeyUsage: SIGN_VERIFY } }
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
    public async Task Open_again_under_the_same_context_after_a_restart_too()
    {
        string blob, plain;
        await using (var aws = await StartAsync())
        {
            var made = await AskAsync(aws, "kms", "TrentService.GenerateDataKey", """{"KeyId":"alias/own","KeySpec":"AES_256","EncryptionContext":{"pool":"a","b":"1"}}""");
            Assert.Equal((200, KeyArn(aws, "Own")), (made.Status, (string?)made["KeyId"]));
            (blob, plain) = ((string)made["CiphertextBlob"]!, (string)made["Plaintext"]!);
            Assert.Equal(32, Convert.FromBase64String(plain).Length);
        }

        await using var again = await StartAsync();
        var opened = await AskAsync(again, "kms", "TrentService.Decrypt", $$$"""{"CiphertextBlob":"{{{blob}}}","EncryptionContext":{"b":"1","pool":"a"}}""");
        Assert.Equal((200, KeyArn(again, "Own"), plain), (opened.Status, (string?)opened["KeyId"], (string?)opened["Plaintext"]));
        foreach (var (context, key) in ((string, string)[])[("""{"pool":"a"}""", "Own"), ("""{"pool":"a","b":"2"}""", "Own"), ("""{"pool":"a","b":"1"}""", "Other")])
        {
            var refused = await AskAsync(again, "kms", "TrentService.Decrypt", $$"""{"CiphertextBlob":"{{blob}}","KeyId":"{{KeyArn(again, key)}}","EncryptionContext":{{context}}}""");
            Assert.Equal((400, key == "Own" ? "InvalidCiphertextException" : "IncorrectKeyException"), (refused.Status, (string?)refused["__type"]));
        }
    }

    [Fact]
    public async Task Open_for_whom_policies_let_alone()
    {
        await using var aws = await StartAsync();
        var ours = await BlobAsync("Own", """{"pool":"a"}""");
        var elses = await BlobAsync("Own", """{"pool":"b"}""");
        var others = await BlobAsync("Other", """{"pool":"a"}""");
        Assert.Equal(200, (await OpenAsync(ours, "a")).Status);
        Assert.Equal("AccessDeniedException", (string?)(await OpenAsync(elses, "b"))["__type"]);
        Assert.Equal("AccessDeniedException", (string?)(await OpenAsync(others, "a"))["__type"]);

        Task<Answer> OpenAsync(string blob, string pool) => AskAsync(aws, "kms", "TrentService.Decrypt", $$$"""{"CiphertextBlob":"{{{blob}}}","EncryptionContext":{"pool":"{{{pool}}}"}}""", "opener");

        async Task<string> BlobAsync(string key, string context) =>
            (string)(await AskAsync(aws, "kms", "TrentService.GenerateDataKey", $$"""{"KeyId":"{{KeyArn(aws, key)}}","NumberOfBytes":16,"EncryptionContext":{{context}}}"""))["CiphertextBlob"]!;
    }

    [Theory]
    [InlineData("Encrypt", """{"KeyId":"alias/own","Plaintext":"AA=="}""", 501, "NotImplementedException")]
    [InlineData("GenerateDataKey", """{"KeyId":"alias/own"}""", 400, "ValidationException")]
    [InlineData("GenerateDataKey", """{"KeyId":"SIGNING","KeySpec":"AES_256"}""", 400, "InvalidKeyUsageException")]
    public async Task Are_all_that_there_is(string operation, string members, int status, string type)
    {
        await using var aws = await StartAsync();
        var refused = await AskAsync(aws, "kms", $"TrentService.{operation}", members.Replace("SIGNING", KeyArn(aws, "Signing"), StringComparison.Ordinal));
        Assert.Equal((status, type), (refused.Status, (string?)refused["__type"]));
        if (status == 501)
        {
            Assert.Contains("localaws up --upstream kms=", refused.Body, StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever gives a pool a key grants Cognito the use of it, and has to be allowed to.</summary>
    [Fact]
    public async Task Are_given_to_pools_by_whom_the_key_lets_grant()
    {
        await using var aws = await StartAsync();
        var pool = $$$"""{"PoolName":"p","LambdaConfig":{"CustomEmailSender":{"LambdaVersion":"V1_0","LambdaArn":"arn:aws:lambda:us-east-1:111122223333:function:send"},"KMSKeyID":"{{{KeyArn(aws, "Own")}}}"}}""";
        var refused = await AskAsync(aws, "cognito-idp", Create, pool, "poolmaker");
        Assert.Equal((400, "AccessDeniedException"), (refused.Status, (string?)refused["__type"]));
        Assert.Contains("kms:CreateGrant", refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await AskAsync(aws, "cognito-idp", Create, pool, "granter")).Status);
        Assert.Equal(200, (await AskAsync(aws, "cognito-idp", Create, """{"PoolName":"p"}""", "poolmaker")).Status);
        Assert.Equal(400, (await AskAsync(aws, "cognito-idp", Create, pool.Replace(KeyArn(aws, "Own"), KeyArn(aws, "Other"), StringComparison.Ordinal), "granter")).Status);
    }

    private const string Create = "AWSCognitoIdentityProviderService.CreateUserPool";

    private static string KeyArn(Emulator aws, string logicalId) => aws.Stacks.Main.Keys.Single(key => key.LogicalId == logicalId).Arn.ToString();

    private async Task<Emulator> StartAsync()
    {
        var file = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(file, Template, Cancellation);
        var options = new EmulatorOptions { Templates = [new TemplateSource(file, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder.FullName, "state") };
        return await Emulator.StartAsync(options, LoadedStacks.Load(options), Cancellation);
    }

    private async Task<Answer> AskAsync(Emulator aws, string service, string target, string members, string user = "may")
    {
        var body = Encoding.UTF8.GetBytes(members);
        var key = aws.Accounts.Users.First(one => one.Name == user).AccessKeyIds[0];
        (string Name, string Value)[] headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)];
        var signed = new SigV4Signer("us-east-1", service).Sign(
            "POST", "/", [new("host", new Uri(aws.EndpointUrl).Authority), .. headers.Select(static header => new HeaderField(header.Name, header.Value))], PayloadHash.Of(body),
            new AwsCredentials(key, aws.SecretOf(key)), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.EndpointUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("content-type", headers[0].Value);
        request.Headers.TryAddWithoutValidation("x-amz-target", target);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        using var response = await http.SendAsync(request, Cancellation);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed record Answer(int Status, string Body)
    {
        private readonly JsonNode? members = JsonNode.Parse(Body);

        public JsonNode? this[string member] => members?[member];
    }
}
