using System.Net;
using System.Text.Json.Nodes;
using Emulation.Access;
using Emulation.Findings;
using Sam;

namespace Emulation.Tests.Gateway.FunctionUrls;

public sealed class Address_of_a_url(UrlStack stack) : IClassFixture<UrlStack>
{
    private FunctionUrl Open => stack.Stacks.Main.FunctionUrls.Single(static url => url.LogicalId == "OpenUrl");

    [Theory]
    [InlineData("OpenUrl")]
    [InlineData("Open")]
    [InlineData("ID")]
    public async Task Is_the_id_or_a_name_of_the_template(string name)
    {
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url(name == "ID" ? Open.UrlId : name, "/pa2%2Fth//1/?a=1&a=2"));
        var seen = JsonNode.Parse(await UrlStack.TextOf(answer))!;
        Assert.Equal(("/pa2%2Fth//1/", "a=1&a=2", "1,2"), ((string?)seen["rawPath"], (string?)seen["rawQueryString"], (string?)seen["queryStringParameters"]!["a"]));
    }

    [Theory]
    [InlineData("lambda-url.us-east-1.localhost")]
    [InlineData("lambda-url.us-east-1.on.aws")]
    public async Task Is_the_host_name_too(string domain)
    {
        var answer = await stack.SendAsync(HttpMethod.Get, new Uri($"{stack.Emulator.EndpointUrl}/x"), null, "lambda", ("Host", $"{Open.UrlId}.{domain}"));
        Assert.Equal("/x", (string?)JsonNode.Parse(await UrlStack.TextOf(answer))!["rawPath"]);
    }

    [Fact]
    public async Task Is_no_address_of_an_api()
    {
        var answer = await stack.SendAsync(HttpMethod.Get, new Uri($"{stack.Emulator.EndpointUrl}/execute-api/{Open.UrlId}/"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("""{"message":"Forbidden"}""", await UrlStack.TextOf(answer));
        Assert.Equal(HttpStatusCode.Forbidden, (await stack.SendAsync(HttpMethod.Get, stack.Url("nowhere"))).StatusCode);
    }

    [Fact]
    public void Takes_the_place_of_the_one_on_AWS() => Assert.Equal(
        $"{stack.Emulator.EndpointUrl}/lambda-url/{Open.UrlId}/x", stack.Emulator.Addresses.Of($"https://{Open.UrlId}.lambda-url.us-east-1.on.aws/x", stack.Emulator.EndpointUrl));

    [Fact]
    public void Is_listed_as_an_api_of_one_route()
    {
        var listed = JsonNode.Parse(RouteJson.Of(stack.Stacks))!.AsArray().Single(static route => (string?)route!["api"] == "SignedUrl")!;
        Assert.Equal("""{"api":"SignedUrl","kind":"URL","method":"ANY","path":"$default","authorizer":"AWS_IAM","authorizerType":"AWS_IAM","function":"Signed","closed":null,"stack":"local"}""", listed.ToJsonString());
    }

    [Fact]
    public void Is_public_without_a_signature_and_with_permissions() => Assert.Equal(
        ["CorsUrl", "OpenUrl", "StreamUrl"],
        Linter.Run(stack.Stacks).Where(static judged => judged.Finding.Rule.Code == "LA001").Select(static judged => judged.Finding.Resource).Order());
}
