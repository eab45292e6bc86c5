using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Sam;

namespace Emulation.Tests.Gateway;

public class Changing_the_apis
{
    private readonly ApiDirectory apis = new([]);

    [Theory]
    [InlineData("127.0.0.1", "/execute-api/abcdefghij/orders/1?a=b", "/orders/1")]
    [InlineData("127.0.0.1", "/execute-api/Demo/", "/")]
    [InlineData("127.0.0.1", "/execute-api/Demo", "/")]
    [InlineData("abcdefghij.execute-api.us-east-1.localhost", "/prod/orders", "/prod/orders")]
    public void Adds_an_http_api_whose_default_stage_is_no_segment(string host, string target, string path)
    {
        apis.Put(Api("$default"));
        Assert.True(apis.TryAddress(host, target, out var address));
        Assert.Equal(("abcdefghij", path), (address.Api?.Api.ApiId, address.Path));
    }

    [Fact]
    public void Knows_a_missing_stage_of_an_http_api()
    {
        apis.Put(Api("prod"));
        Assert.True(apis.TryAddress("localhost", "/execute-api/Demo/test/orders", out var address));
        Assert.Equal((null, HttpAnswers.Instance), (address.Api, address.Answers));
    }

    [Fact]
    public void Replaces_by_id()
    {
        apis.Put(Api("prod"));
        apis.Put(Api("$default"));
        Assert.Equal("$default", Assert.Single(apis.All).Api.StageName);
    }

    [Fact]
    public void Removes_by_id_once()
    {
        apis.Put(Api("$default"));
        Assert.True(apis.Remove("abcdefghij"));
        Assert.False(apis.Remove("abcdefghij"));
        Assert.True(apis.TryAddress("localhost", "/execute-api/Demo/orders", out var address));
        Assert.Null(address.Api);
    }

    [Fact]
    public void Loses_none_of_many_at_once()
    {
        Parallel.For(0, 200, i => apis.Put(Api("$default", $"api{i:0000000}")));
        Assert.Equal(200, apis.All.Count);
    }

    private static DeployedApi Api(string stage, string id = "abcdefghij") => DeployedApi.Of(
        Given.Stack("Resources: { T: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], BillingMode: PAY_PER_REQUEST } } }"),
        new HttpApi { LogicalId = id == "abcdefghij" ? "Demo" : id, ApiId = id, Name = "demo", StageName = stage, Line = new SourceLine("template.yaml", 1) });
}
