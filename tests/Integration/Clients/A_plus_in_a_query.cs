using System.Net;
using System.Text.Json.Nodes;
using Harness;
using SigV4;

namespace Integration.Clients;

/// <summary>What URLSearchParams, Python's urlencode and forms put on the wire for a space: the gateway's verifier and the function's event read it alike.</summary>
[Trait("Stack", "own")]
public sealed class A_plus_in_a_query : IAsyncLifetime
{
    private const string Wire = "%24filter=id+eq+123&q=c%2B%2B";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-plus-");
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              RestApi: { Type: AWS::Serverless::Api, Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }
              WebApi: { Type: AWS::Serverless::HttpApi, Properties: { Auth: { EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM } } }
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: ./
                  Handler: bootstrap
                  Runtime: provided.al2023
                  Events:
                    Rest: { Type: Api, Properties: { RestApiId: !Ref RestApi, Method: GET, Path: "/{proxy+}" } }
                    Web: { Type: HttpApi, Properties: { ApiId: !Ref WebApi, Method: GET, Path: "/{proxy+}" } }
            """);
        aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = template, Functions = { ["Echo"] = ProxyFunction.Of(static call => ProxyAnswer.Json(call.Event)) } }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("RestApi")]
    [InlineData("WebApi")]
    public async Task Is_a_space_to_the_signing_client_the_gateway_and_the_function(string api)
    {
        using var client = aws.Client(api, aws.Administrator());
        using var answer = await client.GetAsync(new Uri($"search?{Wire}", UriKind.Relative), Cancellation);
        ExpectSpaces(api, answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("RestApi", "%24filter=id%20eq%20123&q=c%2B%2B", true)]
    [InlineData("WebApi", "%24filter=id%20eq%20123&q=c%2B%2B", true)]
    [InlineData("RestApi", "%24filter=id%2Beq%2B123&q=c%2B%2B", false)]
    [InlineData("WebApi", "%24filter=id%2Beq%2B123&q=c%2B%2B", false)]
    public async Task Is_a_space_in_a_signature_and_in_a_presigned_address(string api, string spelt, bool isRight)
    {
        var url = aws.UrlOf(api);
        var signer = new SigV4Signer("us-east-1", "execute-api");
        HeaderField[] host = [new("host", url.Authority)];
        var now = TimeProvider.System.GetUtcNow();
        var signed = signer.Sign("GET", $"{url.AbsolutePath}/search?{spelt}", host, PayloadHash.Empty, aws.Administrator(), now);
        var presigned = signer.Presign("GET", $"{url.AbsolutePath}/search?{spelt}", host, aws.Administrator(), now, TimeSpan.FromMinutes(1));
        foreach (var answer in new[]
        {
            await SendAsync($"{url.AbsolutePath}/search?{Wire}", $"X-Amz-Date: {signed.Date}\r\nAuthorization: {signed.Authorization}\r\n"),
            await SendAsync(presigned.Replace(spelt, Wire, StringComparison.Ordinal), ""),
        })
        {
            if (isRight)
            {
                ExpectSpaces(api, answer.Status, answer.Body);
            }
            else
            {
                Assert.Equal((HttpStatusCode.Forbidden, api == "RestApi" ? "InvalidSignatureException" : null), (answer.Status, answer.ErrorType));
                Assert.Equal(api == "RestApi", answer.Body.Contains("filter=id%20eq%20123", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("RestApi")]
    [InlineData("WebApi")]
    public async Task Is_a_plus_in_a_path(string api)
    {
        using var client = aws.Client(api, aws.Administrator());
        var shown = JsonNode.Parse(await client.GetStringAsync(new Uri("a+b", UriKind.Relative), Cancellation))!;
        Assert.Equal("a+b", (string?)shown["pathParameters"]!["proxy"]);
    }

    private static void ExpectSpaces(string api, HttpStatusCode status, string body)
    {
        Assert.Equal(HttpStatusCode.OK, status);
        var shown = JsonNode.Parse(body)!;
        Assert.Equal(("id eq 123", "c++"), ((string?)shown["queryStringParameters"]!["$filter"], (string?)shown["queryStringParameters"]!["q"]));
        if (api == "RestApi")
        {
            Assert.Equal("id eq 123", (string?)shown["multiValueQueryStringParameters"]!["$filter"]![0]);
        }
        else
        {
            Assert.StartsWith(Wire, (string?)shown["rawQueryString"], StringComparison.Ordinal);
        }
    }

    private Task<Answer> SendAsync(string target, string headers) =>
        RawHttp.SendAsync(aws.EndpointUrl, $"GET {target} HTTP/1.1\r\nHost: {aws.EndpointUrl.Authority}\r\n{headers}Connection: close\r\n\r\n", Cancellation);
}
