using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Harness;
using Harness.Targets;
using SigV4.Http;

namespace Integration.InProcess;

/// <summary>Ten services are ten templates: two here, whose resources are called alike, and one of another account. Delegates stand in for the functions.</summary>
[Trait("Stack", "own")]
public sealed class Several_stacks : IAsyncLifetime
{
    private const string Service = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth:
                DefaultAuthorizer: AWS_IAM
                InvokeRole: NONE
                Authorizers: { Users: { UserPoolArn: !GetAtt Pool.Arn } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: bootstrap
              Runtime: provided.al2023
              Events:
                Get: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /things } }
                Mine: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /mine, Auth: { Authorizer: Users } } }
          Caller:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
              Policies:
                - PolicyName: Calls
                  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "execute-api:Invoke", Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*" }] }
          Pool: { Type: AWS::Cognito::UserPool }
          Client: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH] } }
        Outputs:
          Address: { Value: !Sub "https://${Api}.execute-api.${AWS::Region}.amazonaws.com/v1" }
          Pool: { Value: !GetAtt Pool.Arn }
        """;

    private const string OnlyHere = """

          OnlyHere:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
        Outputs:
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-stacks-");
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Write("services/orders/template.yaml", Service.Replace("\nOutputs:", OnlyHere, StringComparison.Ordinal));
        Write("services/billing/template.yaml", Service);
        Write("partner.yaml", Service);
        aws = await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = Path.Combine(folder.FullName, "services"),
                FurtherTemplates = [$"{Path.Combine(folder.FullName, "partner.yaml")}@444455556666"],
                Functions = { ["orders/Function"] = Named("orders"), ["billing/Function"] = Named("billing"), ["partner/Function"] = Named("partner") },
            },
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("billing")]
    [InlineData("partner")]
    public async Task Answer_each_with_its_own_function_to_its_own_callers(string stack)
    {
        Assert.Equal(stack, (await aws.As($"{stack}/Caller").GetAsync($"{stack}/Api", "/things", Cancellation)).ReadJson<string>());
        foreach (var other in ((string[])["orders", "billing", "partner"]).Where(other => other != stack))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await aws.As($"{other}/Caller").GetAsync($"{stack}/Api", "/things", Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task Take_the_tokens_of_their_own_pool_alone()
    {
        var (orders, billing) = (await aws.SignInAsync("orders/Client", "ann"), await aws.SignInAsync("billing/Client", "ann"));

        Assert.Equal("orders", (await aws.AsUser(orders).GetAsync("orders/Api", "/mine", Cancellation)).ReadJson<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await aws.AsUser(billing).GetAsync("orders/Api", "/mine", Cancellation)).StatusCode);
        Assert.Equal("billing", (await aws.AsUser(billing).GetAsync("billing/Api", "/mine", Cancellation)).ReadJson<string>());
    }

    [Fact]
    public async Task Of_another_account_have_their_pools_there()
    {
        var partner = await aws.SignInAsync("partner/Client", "ann");

        Assert.Equal("partner", (await aws.AsUser(partner).GetAsync("partner/Api", "/mine", Cancellation)).ReadJson<string>());
        Assert.StartsWith("arn:aws:cognito-idp:us-east-1:444455556666:userpool/", aws.OutputOf("partner/Pool"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await DescribePoolAsync("444455556666", aws.UserPoolId("partner/Client")));
        Assert.Equal(HttpStatusCode.BadRequest, await DescribePoolAsync("111122223333", aws.UserPoolId("partner/Client")));
        Assert.Equal(HttpStatusCode.BadRequest, await DescribePoolAsync("444455556666", aws.UserPoolId("orders/Client")));
    }

    [Fact]
    public async Task Answer_at_paths_that_name_the_stack()
    {
        using var client = new HttpClient { BaseAddress = aws.EndpointUrl };

        foreach (var (path, words) in ((string, string)[])
            [("orders/Api/v1/things", "Missing Authentication Token"), ("billing/Api/v1/things", "Missing Authentication Token"), ("nobody/Api/v1/things", "Forbidden")])
        {
            using var answer = await client.GetAsync(new Uri($"/execute-api/{path}", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var ambiguous = await client.GetAsync(new Uri("/execute-api/Api/v1/things", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, ambiguous.StatusCode);
        Assert.Equal(
            "Several stacks have an API of this logical id: call /execute-api/billing/Api or /execute-api/orders/Api or /execute-api/partner/Api, or its id.",
            ambiguous.Headers.GetValues("x-localaws-reason").Single());
    }

    [Fact]
    public void Are_named_by_logical_id_where_one_alone_has_it_and_by_generated_name()
    {
        var arn = aws.ArnOf("OnlyHere");

        Assert.Equal(arn, aws.ArnOf("orders/OnlyHere"));
        Assert.Equal(arn, aws.ArnOf(arn[(arn.LastIndexOf('/') + 1)..]));
        Assert.Equal(arn, aws.ArnOf(arn));
        Assert.Contains("say which, billing/Caller or orders/Caller or Caller@444455556666.", Assert.Throws<ArgumentException>(() => aws.As("Caller")).Message, StringComparison.Ordinal);
        Assert.Contains("say which, billing/Api or orders/Api or partner/Api", Assert.Throws<ArgumentException>(() => aws.UrlOf("Api")).Message, StringComparison.Ordinal);
        Assert.Contains("There are: billing/Api, orders/Api, partner/Api.", Assert.Throws<ArgumentException>(() => aws.UrlOf("Apu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_described_each_to_its_own_account()
    {
        Assert.Equal(["Address", "Pool"], await OutputsOfAsync("111122223333", "orders"));
        Assert.Equal(["Address", "Pool"], await OutputsOfAsync("111122223333", "billing"));
        Assert.Equal(["Address", "Pool"], await OutputsOfAsync("444455556666", "partner"));
        Assert.Empty(await OutputsOfAsync("444455556666", "orders"));
        Assert.Empty(await OutputsOfAsync("111122223333", "partner"));
    }

    private static FunctionHandler Named(string name) => ProxyFunction.Of(_ => ProxyAnswer.Json(name));

    private async Task<HttpStatusCode> DescribePoolAsync(string account, string pool)
    {
        var keys = aws.Administrator(account);
        var options = new SigV4SigningOptions { Service = "cognito-idp", Region = aws.Region, Credentials = new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey) };
        using var client = new HttpClient(new SigV4SigningHandler(options, new SocketsHttpHandler { AllowAutoRedirect = false }, TimeProvider.System)) { BaseAddress = aws.EndpointUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Headers = { { "X-Amz-Target", "AWSCognitoIdentityProviderService.DescribeUserPool" } },
            Content = new StringContent(new JsonObject { ["UserPoolId"] = pool }.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private async Task<IEnumerable<string>> OutputsOfAsync(string account, string stack)
    {
        try
        {
            return [.. (await StackOutputs.DescribeAsync(aws.EndpointUrl, aws.Region, stack, aws.Administrator(account), Cancellation)).Values.Keys.Order()];
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
