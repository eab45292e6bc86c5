using System.Net;
using Emulation.Gateway.Apis;
using Emulation.Tests.Gateway.Authorizers;
using Sam;
using SigV4;

namespace Emulation.Tests.Gateway;

/// <summary>From the socket to the gateway's own answers, on an API that was added while LocalAws ran.</summary>
public sealed class An_http_api_over_http : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10 } }
            """);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data") };
        var stacks = LoadedStacks.Load(options);
        emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        emulator.Apis.Put(DeployedApi.Of(stacks.Main, new HttpApi
        {
            LogicalId = "Demo",
            ApiId = "abcdefghij",
            Name = "demo",
            StageName = "$default",
            Line = new SourceLine("template.yaml", 1),
            Cors = new CorsConfiguration { AllowOrigins = ["https://shop.example"], AllowMethods = ["GET"] },
            Routes = [Given.Route("GET", "/protected") with { Authorizer = Gate.Jwt() }, Given.Route("GET", "/signed"), Given.Route("GET", "/open") with { Authorizer = NoAuthorizer.Instance, FunctionLogicalId = "arn:aws:lambda:us-east-1:111122223333:function:gone" }],
        }));
    }

    [Theory]
    [InlineData("/protected", 401, """{"message":"Unauthorized"}""", "Bearer")]
    [InlineData("/nowhere", 404, """{"message":"Not Found"}""", "")]
    [InlineData("/signed", 403, """{"message":"Forbidden"}""", "")]
    [InlineData("/open", 500, """{"message":"Internal Server Error"}""", "")]
    public async Task Answers_in_the_words_of_http_apis(string path, int status, string body, string challenge)
    {
        var answer = await client.GetAsync(Url(path), TestContext.Current.CancellationToken);
        Assert.Equal((status, body, challenge), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.WwwAuthenticate.ToString()));
        Assert.True(answer.Headers.Contains("apigw-requestid"));
        Assert.False(answer.Headers.Contains("x-amzn-ErrorType"));
    }

    [Fact]
    public async Task Has_all_paths_below_its_own_host_those_of_user_pool_domains_among_them()
    {
        using var answer = await GetAsync("abcdefghij.execute-api.us-east-1.localhost", "/auth/login");
        Assert.Equal("""{"message":"Not Found"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.Headers.Contains("apigw-requestid"));
    }

    [Fact]
    public async Task Has_no_path_below_the_host_of_a_user_pool_domain()
    {
        using var answer = await GetAsync("nobody.auth.localhost", "/execute-api/abcdefghij/open");
        Assert.Equal("ResourceNotFoundException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.False(answer.Headers.Contains("apigw-requestid"));
    }

    [Fact]
    public async Task Lets_a_signed_request_pass_by_the_callers_own_policies()
    {
        var admin = emulator.Accounts.Users[0];
        var url = Url("/signed");
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
            "GET", url.AbsolutePath, [new HeaderField("host", url.Authority)], PayloadHash.Of([]), new AwsCredentials(admin.AccessKeyIds[0], emulator.SecretOf(admin.AccessKeyIds[0])), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("x-amz-date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        await client.SendAsync(request, TestContext.Current.CancellationToken);
        var decision = emulator.Decisions.Snapshot()[0];
        Assert.Equal((admin.Arn, null), (decision.Principal, decision.Refused));
    }

    [Fact]
    public async Task Refuses_a_signature_of_another_algorithm_for_that()
    {
        var stamp = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("/signed"));
        request.Headers.Add("x-amz-date", stamp);
        request.Headers.Add("x-amz-region-set", "*");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-ECDSA-P256-SHA256 Credential={emulator.Accounts.Users[0].AccessKeyIds[0]}/{stamp[..8]}/execute-api/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=30450221");
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Forbidden, """{"message":"Forbidden"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Contains("UnsupportedAlgorithm", emulator.Decisions.Snapshot()[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_preflight_requests_without_a_route()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Url("/protected"));
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, "GET"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods"))));
    }

    [Fact]
    public async Task Is_gone_once_removed()
    {
        emulator.Apis.Remove("abcdefghij");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Url("/protected"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Shows_itself_among_the_stacks_apis()
    {
        var stack = await client.GetStringAsync(new Uri($"{emulator.EndpointUrl}/_localaws/stack"), TestContext.Current.CancellationToken);
        Assert.Contains($"\"url\": \"{emulator.EndpointUrl}/execute-api/abcdefghij\"", stack, StringComparison.Ordinal);
        Assert.Contains("\"authorizer\": \"JWT jwt\"", stack, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Uri Url(string path) => new($"{emulator.EndpointUrl}/execute-api/abcdefghij{path}");

    private async Task<HttpResponseMessage> GetAsync(string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.EndpointUrl + path));
        request.Headers.Host = host;
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
