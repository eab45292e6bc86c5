using System.Net;
using System.Text;
using Harness;
using Harness.Targets;
using Integration.InProcess;
using SigV4;

namespace Integration.Targets;

/// <summary>
/// AWS tells no decisions. What API Gateway answers by itself is known by its error type or its text; which routes there are, by the template that was deployed.
/// </summary>
[Trait("Stack", "own")]
public sealed class An_answer_of_AWS : IDisposable
{
    private const string NoToken = "MissingAuthenticationTokenException";
    private const string OfToken = "            IdentitySource: $request.header.Authorization\n            JwtConfiguration:\n"
        + "              issuer: !Sub https://cognito-idp.${AWS::Region}.amazonaws.com/${CustomerPool}\n              audience: [!Ref StorefrontClient]\n";

    private const string OfFunction = "            FunctionArn: !GetAtt PartnerAuthorizerFunction.Arn\n            AuthorizerPayloadFormatVersion: \"2.0\"\n            EnableSimpleResponses: true\n"
        + "            Identity: { Headers: [Authorization] }\n";

    private static readonly AwsCredentials Somebody = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private readonly int port = FreePort.Find();
    private readonly HttpListener listener = new();

    public An_answer_of_AWS()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => listener.Close();

    [Theory]
    [InlineData("/orders", false, "template.yaml", NoToken)]
    [InlineData("/orders", true, null, "AccessDeniedException")]
    [InlineData("/orders", true, "template.yaml", "AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/")]
    [InlineData("/orders", true, "template.yaml", "InvalidSignatureException")]
    [InlineData("/me/orders", false, "template.yaml", "ForbiddenException")]
    public async Task Is_a_refusal_by_the_type_of_its_error(string path, bool signs, string? template, string type)
    {
        var answer = await CallAsync("OrdersApi", path, signs, template, 403, type, """{"message":"..."}""");

        answer.ShouldBeDenied();
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed());
    }

    [Theory]
    [InlineData("/odrers", false, "template.yaml", NoToken, "The template has no route for GET /odrers of OrdersApi.")]
    [InlineData("/odrers", true, "template.yaml", "AccessDeniedException", "The template has no route for GET /odrers of OrdersApi.")]
    [InlineData("/orders", true, null, NoToken, "The request is signed, and API Gateway has no route for GET /orders of OrdersApi")]
    [InlineData("/orders", true, "template.yaml", NoToken, "The request is signed, and API Gateway has no route for GET /orders of OrdersApi.")]
    [InlineData("/me/orders", false, "template.yaml", NoToken, "The deployed API has no such route, though the template has: deploy it first.")]
    [InlineData("/orders", false, null, NoToken, "Name the template that was deployed: DeployedStackOptions.Template, or LOCALAWS_TEMPLATE")]
    [InlineData("/orders", false, "no-such.yaml", NoToken, "Name the template that was deployed: DeployedStackOptions.Template, or LOCALAWS_TEMPLATE")]
    [InlineData("/orders", true, "template.yaml", "ForbiddenException", "comes of a stage that does not exist, of an API key or of a firewall, and of no policy")]
    [InlineData("/me/orders", false, "template.yaml", "AuthorizerConfigurationException", "it has decided nothing, and would refuse whoever called", 500)]
    [InlineData("/orders", true, "template.yaml", "TooManyRequestsException", "API Gateway answered 429 by itself (TooManyRequestsException), which says nothing of who may call", 429)]
    [InlineData("/orders", true, "template.yaml", "BadRequestException", "API Gateway answered 400 by itself", 400)]
    public async Task Is_no_refusal_where_no_authorizer_or_policy_can_have_refused(string path, bool signs, string? template, string type, string why, int status = 403)
    {
        var answer = await CallAsync("OrdersApi", path, signs, template, status, type, """{"message":"..."}""");

        Assert.Contains(why, Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed());
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDeniedByFunction());
    }

    [Fact]
    public async Task Is_the_functions_own_without_a_type()
    {
        var own = await CallAsync("OrdersApi", "/orders", true, "template.yaml", 403, null, """{"message":"Forbidden"}""");
        own.ShouldBeAllowed().ShouldBeDeniedByFunction();
        Assert.Throws<AccessAssertionException>(() => own.ShouldBeDenied());

        var failed = await CallAsync("OrdersApi", "/orders", true, "template.yaml", 502, "InternalServerErrorException", """{"message": "Internal server error"}""");
        failed.ShouldBeAllowed();
        Assert.Throws<AccessAssertionException>(() => failed.ShouldBeDenied());
    }

    /// <summary>A function that fails is answered with 502. With 500, and only where callers' credentials call the function, whoever called may not.</summary>
    [Theory]
    [InlineData("        InvokeRole: NONE\n", 500, true)]
    [InlineData("        InvokeRole: NONE\n", 502, false)]
    [InlineData("", 500, false)]
    public async Task Is_a_refusal_of_the_function_where_its_callers_credentials_call_it(string without, int status, bool isRefusal)
    {
        using var template = new TemporaryTemplate(await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation), without, "");
        var answer = await CallAsync("OrdersApi", "/orders", true, template.Path, status, "InternalServerErrorException", """{"message": "Internal server error"}""");

        Assert.Equal(isRefusal, Record.Exception(() => answer.ShouldBeDenied()) is null);
        Assert.Equal(!isRefusal, Record.Exception(() => answer.ShouldBeAllowed()) is null);
    }

    [Theory]
    [InlineData(401, """{"message":"Unauthorized"}""", "/protected", true)]
    [InlineData(403, """{"message":"Forbidden"}""", "/protected", true)]
    [InlineData(403, """{"message":"Forbidden","code":7}""", "/protected", false)]
    [InlineData(404, """{"message":"Not Found"}""", "/protecetd", false)]
    public async Task Of_an_HTTP_API_is_known_by_its_text(int status, string body, string path, bool isRefusal)
    {
        var answer = await CallAsync("ProtectedApi", path, false, "template.yaml", status, null, body, "apigw-requestid");

        Assert.Equal(isRefusal, Record.Exception(() => answer.ShouldBeDenied()) is null);
    }

    /// <summary>What an HTTP API answers by itself lets nobody in and refuses nobody.</summary>
    [Theory]
    [InlineData(429, "Too Many Requests", "/protected", "API Gateway answered 429 by itself")]
    [InlineData(413, "Request Entity Too Large", "/protected", "API Gateway answered 413 by itself")]
    [InlineData(400, "Bad Request", "/protected", "API Gateway answered 400 by itself")]
    [InlineData(404, "Not Found", "/protected", "The deployed API has no such route, though the template has: deploy it first.")]
    [InlineData(404, "Not Found", "/protected", "API Gateway has no route for GET /protected of ProtectedApi.", "no-such.yaml")]
    [InlineData(500, "Internal Server Error", "/protected", "for a function that fails as for an authorizer that fails", "by a function")]
    [InlineData(503, "Service Unavailable", "/protected", "for a function that fails as for an authorizer that fails", "by a function")]
    [InlineData(500, "Internal Server Error", "/protected", "for a function that fails as for an authorizer that fails", "no-such.yaml")]
    public async Task Of_an_HTTP_API_itself_says_nothing_of_who_may_call(int status, string text, string path, string why, string template = "template.yaml")
    {
        using var byFunction = new TemporaryTemplate(await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation), OfToken, OfFunction);
        var answer = await CallAsync(
            "ProtectedApi", path, false, template == "by a function" ? byFunction.Path : template, status, null, $$"""{"message":"{{text}}"}""", "apigw-requestid");

        Assert.Contains(why, Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDenied());
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDeniedByFunction((HttpStatusCode)status));
    }

    /// <summary>In other words, without the id, or where no function decides who may call, it is the function's.</summary>
    [Theory]
    [InlineData(429, """{"message":"Too many of you"}""", "apigw-requestid")]
    [InlineData(429, """{"message":"Too Many Requests"}""", "x-amzn-RequestId")]
    [InlineData(404, """{"message":"Not Found","id":7}""", "apigw-requestid")]
    [InlineData(500, """{"message":"Internal Server Error"}""", "apigw-requestid")]
    [InlineData(503, """{"message":"Service Unavailable"}""", "apigw-requestid")]
    public async Task Of_an_HTTP_API_is_its_functions_otherwise(int status, string body, string id) =>
        (await CallAsync("ProtectedApi", "/protected", false, "template.yaml", status, null, body, id)).ShouldBeAllowed();

    /// <summary>A key that is missing is answered with ForbiddenException, whoever calls.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(", ApiKeyRequired: true", false)]
    public async Task Is_no_refusal_where_an_API_key_may_be_what_was_missing(string key, bool isRefusal)
    {
        const string Route = "Method: GET, Path: /me/orders, Auth: { Authorizer: Customers";
        using var template = new TemporaryTemplate(
            await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation), Route, Route.Replace("Customers", $"Customers{key}", StringComparison.Ordinal));
        var answer = await CallAsync("OrdersApi", "/me/orders", false, template.Path, 403, "ForbiddenException", """{"message":"Forbidden"}""");

        Assert.Equal(isRefusal, Record.Exception(() => answer.ShouldBeDenied()) is null);
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed());
    }

    private async Task<ApiResponse> CallAsync(string api, string path, bool signs, string? template, int status, string? type, string body, string id = "x-amzn-RequestId")
    {
        var outputs = new StackOutputs("111122223333", new Dictionary<string, string> { [$"{api}Url"] = $"http://127.0.0.1:{port}/prod" });
        await using var deployed = new DeployedStack(new DeployedStackOptions { Outputs = outputs, Region = "us-east-1", Credentials = Somebody, Template = template });
        var answering = AnswerAsync(status, type, body, id);
        var answer = await (signs ? deployed.As(Somebody) : deployed.AsNobody()).GetAsync(api, path, Cancellation);
        await answering;
        return answer;
    }

    private async Task AnswerAsync(int status, string? type, string body, string id)
    {
        var call = await listener.GetContextAsync();
        call.Response.StatusCode = status;
        call.Response.Headers[id] = "1";
        if (type is not null)
        {
            call.Response.Headers["x-amzn-ErrorType"] = type;
        }

        call.Response.ContentType = "application/json";
        await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body), Cancellation);
        call.Response.Close();
    }
}
