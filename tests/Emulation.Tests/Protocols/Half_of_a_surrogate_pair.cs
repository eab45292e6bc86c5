using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Emulation.Gateway.Integration.Events;
using Emulation.Lambda;
using Emulation.Tests.Cognito;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tokens;
using Emulation.Wire;
using Sam;
using SigV4;

namespace Emulation.Tests.Protocols;

/// <summary>
/// JSON takes an escape that is half of a pair, and text cannot hold it. Functions and clients may write one in any key and value: nobody gets to see a defect of LocalAws for it.
/// </summary>
public sealed class Half_of_a_surrogate_pair : IAsyncLifetime
{
    private const string Template = """
        Resources:
          Caller: { Type: AWS::IAM::Role, Properties: { RoleName: Caller, AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          Plain: { Type: AWS::Lambda::Function, Properties: { FunctionName: plain, Code: ./, Handler: F, Runtime: dotnet10, Role: !GetAtt Caller.Arn } }
          Pool: { Type: AWS::Cognito::UserPool }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public static TheoryData<string> Answers =>
    [
        """{"statusCode":200,"headers":{"a":"b","c":"d"},"multiValueHeaders":{"e":["f"]},"cookies":["g"],"body":"h","isBase64Encoded":false}""",
        """{"statusCode":"200","headers":{"a":{"b":["c"]}},"cookies":[{"d":"e"}],"body":{"f":"g"}}""",
        """{"a":{"b":"c"}}""",
        "\"text\"",
        """["a",{"b":"c"}]""",
    ];

    public static TheoryData<string, string, string, string> Calls => new()
    {
        { "lambda", "POST", "/2015-03-31/functions/plain/policy", """{"StatementId":"a","Action":"lambda:InvokeFunction","Principal":"111122223333"}""" },
        { "lambda", "POST", "/2021-10-31/functions/plain/url", """{"AuthType":"NONE","Cors":{"AllowOrigins":["https://a"],"AllowHeaders":["b"]}}""" },
        { "lambda", "PUT", "/2024-09-16/resource-policy/arn%3Aaws%3Alambda%3Aus-east-1%3A111122223333%3Afunction%3Aplain", """{"Policy":"{}"}""" },
        { "lambda", "POST", "/2015-03-31/functions/plain/invocations", """{"a":{"b":"c"}}""" },
        { "apigateway", "POST", "/v2/apis", """{"Name":"a","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":["b"]},"Tags":{"c":"d"}}""" },
        { "cognito-idp", "POST", "AWSCognitoIdentityProviderService.CreateUserPool", """{"PoolName":"a","Policies":{"PasswordPolicy":{"MinimumLength":8}},"UserPoolTags":{"b":"c"}}""" },
        { "cognito-idp", "POST", "AWSCognitoIdentityProviderService.InitiateAuth", """{"ClientId":"a","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"b","PASSWORD":"c"}}""" },
        { "cognito-identity", "POST", "AWSCognitoIdentityService.CreateIdentityPool", """{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"SupportedLoginProviders":{"b":"c"}}""" },
        { "cognito-identity", "POST", "AWSCognitoIdentityService.GetId", """{"IdentityPoolId":"us-east-1:a","Logins":{"b":"c"}}""" },
    };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        var options = new EmulatorOptions { Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data") };
        options = options with { StandIns = new FunctionStandIns(ImmutableDictionary<string, FunctionStandIn>.Empty.Add("Plain", static (_, _) => Task.FromResult(UrlAnswer("1")))) };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void In_an_answer_of_a_function_is_shown_as_a_mark(string answer)
    {
        foreach (var variant in Variants(answer))
        {
            foreach (var format in (EventFormat[])[EventFormat.Rest, EventFormat.Http1, EventFormat.Http2, FunctionUrlEvent.Buffered, FunctionUrlEvent.Streamed])
            {
                var result = UrlAnswer(variant);
                var whole = format.Read(result, out _);
                Assert.All(whole?.Headers ?? [], static header => Assert.DoesNotContain(header.Key + header.Value, char.IsSurrogate));
                format.Read(result with { FunctionError = "Unhandled" }, out _);
            }
        }
    }

    [Fact]
    public void In_an_answer_of_a_function_leaves_the_rest_as_it_is()
    {
        var answer = UrlAnswer("""{"statusCode":200,"headers":{"x":"a\ud83d\\ud83d\ud83d\ude00"},"body":"\\ud800 \ud83d\ude00 \ude00\ud83d."}""");
        foreach (var format in (EventFormat[])[EventFormat.Rest, EventFormat.Http1, EventFormat.Http2, FunctionUrlEvent.Buffered])
        {
            var read = format.Read(answer, out _)!;
            Assert.Equal("a\uFFFD\\ud83d\U0001F600", Assert.Single(read.Headers).Value);
            Assert.Equal("\\ud800 \U0001F600 \uFFFD\uFFFD.", Encoding.UTF8.GetString(read.Body));
        }

        Assert.Equal("""{"a":"\ud83d"}""", Encoding.UTF8.GetString(EventFormat.Http2.Read(UrlAnswer("""{"a":"\ud83d"}"""), out _)!.Body));
        Assert.Equal("a\uFFFDb", Assert.Single(EventFormat.Rest.Read(new InvocationResult((byte[])[.. "{\"statusCode\":200,\"headers\":{\"x\":\"a"u8, 0xFF, .. "b\"}}"u8], null), out _)!.Headers).Value);
    }

    [Fact]
    public async Task In_an_answer_of_a_function_that_authorizes_is_no_defect()
    {
        using var gate = new Gate();
        var token = new LambdaAuthorizer { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"] };
        var simple = new LambdaAuthorizer { Name = "guard", FunctionLogicalId = "Guard", IdentitySources = ["$request.header.Authorization"], PayloadFormatVersion = "2.0", EnableSimpleResponses = true };
        var answers = Variants(Policies.Answer("Allow", "*")).Concat(Variants("""{"principalId":"a","usageIdentifierKey":"b","context":{"c":"d","e":"f"},"errorMessage":"g"}"""))
            .Concat(Variants("""{"isAuthorized":true,"context":{"a":"b","c":{"d":"e"}},"errorMessage":"f"}"""));
        foreach (var answer in answers)
        {
            foreach (var error in (string?[])[null, "Unhandled"])
            {
                gate.Function = _ => Task.FromResult(UrlAnswer(answer) with { FunctionError = error });
                await gate.RestAsync(token, "abc");
                await gate.HttpAsync(simple, "abc");
            }
        }
    }

    [Theory]
    [InlineData("*", "a\\ud800", null)]
    [InlineData("*/GET/orders/\\ud800", "a", 500)]
    public async Task In_an_authorizers_policy_allows_nothing(string resource, string principal, int? status)
    {
        using var gate = new Gate();
        var authorizer = new LambdaAuthorizer { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"] };
        gate.Function = _ => Task.FromResult(UrlAnswer(
            $$$"""{"principalId":"{{{principal}}}","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":["{{{resource}}}","*"]}]}}"""));
        Assert.Equal(status, (await gate.RestAsync(authorizer, "abc")).Refusal?.StatusCode);
    }

    [Theory]
    [InlineData("PreSignUp", """{"autoConfirmUser":true,"a":"b"}""", "SignUp", """{"Username":"ann","Password":"Passw0rd!"}""")]
    [InlineData("CustomMessage", """{"smsMessage":"a {####}","emailMessage":"b {####}","emailSubject":"c"}""", "SignUp", """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"a@b.c"}]}""")]
    [InlineData("PreTokenGeneration", """{"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"b"},"claimsToSuppress":["c"],"groupOverrideDetails":{"groupsToOverride":["d"],"preferredRole":"e"}}}""", "InitiateAuth", "")]
    public async Task In_an_answer_of_a_trigger_is_no_defect(string trigger, string response, string operation, string request)
    {
        foreach (var variant in Variants($$"""{"response":{{response}},"errorMessage":"m"}"""))
        {
            foreach (var error in (string?[])[null, "Unhandled"])
            {
                using var pool = new TestPool($$$"""{"LambdaConfig":{"{{{trigger}}}":"{{{TestPool.FunctionArn}}}Triggered"},"AutoVerifiedAttributes":["email"]}""");
                if (request.Length == 0)
                {
                    await pool.AddUserAsync("ann");
                }

                pool.Function = _ => Task.FromResult(UrlAnswer(variant) with { FunctionError = error });
                try
                {
                    await pool.DoAsync(operation, request.Length == 0 ? pool.SignIn("ann") : request);
                }
                catch (Emulation.Cognito.Protocol.CognitoException)
                {
                    // A refusal in Cognito's words.
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task In_a_request_is_no_defect(string service, string method, string target, string body)
    {
        foreach (var variant in Variants(body))
        {
            using var answer = await SendAsync(service, method, target, variant);
            Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)} {variant}");
        }
    }

    [Theory]
    [InlineData("""{"sub":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"a":["\ud800"]}}}""")]
    [InlineData("""{"a":[{"\ud800":1}]}""")]
    public void In_a_token_makes_it_none(string claims) => Assert.Throws<JsonException>(() => TokenClaims.Read(Encoding.UTF8.GetBytes(claims)));

    [Theory]
    [InlineData("", "")]
    [InlineData("\\", "\\")]
    [InlineData("\\u", "\\u")]
    [InlineData("\\ud8", "\\ud8")]
    [InlineData("\\ud800\\", "\\ufffd\\")]
    [InlineData("\\ud800\\ud800\\udc00", "\\ufffd\\ud800\\udc00")]
    [InlineData("\\uDC00\\uD800", "\\ufffd\\ufffd")]
    [InlineData("\\\\ud800", "\\\\ud800")]
    [InlineData("\\\\\\ud800", "\\\\\\ufffd")]
    [InlineData("\\u00fc\\ud83d\\ude00", "\\u00fc\\ud83d\\ude00")]
    [InlineData("\\u+800", "\\u+800")]
    public void Is_found_wherever_it_is(string json, string readable)
    {
        Assert.Equal(readable, Encoding.UTF8.GetString(ForeignJson.Readable(Encoding.UTF8.GetBytes(json).AsSpan())));
        Assert.Equal(json == readable, ForeignJson.IsReadable(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>The same JSON with a half in each of its texts in turn, keys and values: behind it, and in its place.</summary>
    private static IEnumerable<string> Variants(string json)
    {
        foreach (Match text in Regex.Matches(json, "\"[^\"]*\""))
        {
            yield return $"{json[..text.Index]}{text.Value[..^1]}\\ud800\"{json[(text.Index + text.Length)..]}";
            yield return $"{json[..text.Index]}\"\\udc00\"{json[(text.Index + text.Length)..]}";
        }
    }

    private static InvocationResult UrlAnswer(string json) => new(Encoding.UTF8.GetBytes(json), null);

    private async Task<HttpResponseMessage> SendAsync(string service, string method, string target, string body)
    {
        var isPath = target[0] == '/';
        var url = new Uri($"{emulator.EndpointUrl}{(isPath ? target : "/")}");
        var content = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(content) };
        var session = emulator.Sessions.ForFunction(emulator.Accounts.RoleByArn($"arn:aws:iam::{EmulatorOptions.DefaultAccount}:role/Caller")!, "test");
        var signed = new SigV4Signer("us-east-1", service).Sign(
            method, url.PathAndQuery, [new HeaderField("host", url.Authority)], PayloadHash.Of(content), new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken), TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", signed.SecurityToken);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        if (!isPath)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.1");
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
