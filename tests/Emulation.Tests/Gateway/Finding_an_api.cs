using Emulation.Gateway.Apis;

namespace Emulation.Tests.Gateway;

public class Finding_an_api
{
    private static readonly DeployedApi Api = Deployed();
    private static readonly ApiDirectory Apis = new([Api]);

    [Theory]
    [InlineData("127.0.0.1", "/execute-api/ShopApi/prod/orders/1?a=b", "/orders/1")]
    [InlineData("localhost", "/execute-api/ID/prod/orders", "/orders")]
    [InlineData("127.0.0.1", "/execute-api/ID/prod", "/")]
    [InlineData("127.0.0.1", "/execute-api/ID/prod/", "/")]
    [InlineData("ID.execute-api.us-east-1.localhost", "/prod/orders", "/orders")]
    [InlineData("ID.execute-api.us-east-1.amazonaws.com", "/prod/a%2Fb", "/a%2Fb")]
    public void By_host_or_by_path(string host, string target, string path)
    {
        Assert.True(Apis.TryAddress(host.Replace("ID", Api.Api.ApiId, StringComparison.Ordinal), target.Replace("ID", Api.Api.ApiId, StringComparison.Ordinal), out var address));
        Assert.Same(Api, address.Api);
        Assert.Equal(path, address.Path);
    }

    [Theory]
    [InlineData("127.0.0.1", "/execute-api/ShopApi/test/orders")]
    [InlineData("127.0.0.1", "/execute-api/OtherApi/prod/orders")]
    [InlineData("127.0.0.1", "/execute-api/ShopApi")]
    [InlineData("other.execute-api.us-east-1.localhost", "/prod/orders")]
    public void That_is_not_there_finds_none(string host, string target)
    {
        Assert.True(Apis.TryAddress(host, target, out var address));
        Assert.Null(address.Api);
    }

    [Theory]
    [InlineData("127.0.0.1", "/")]
    [InlineData("127.0.0.1", "/_localaws/health")]
    [InlineData("sts.localhost", "/prod/orders")]
    public void Leaves_other_requests_alone(string host, string target) => Assert.False(Apis.TryAddress(host, target, out _));

    [Fact]
    public void Masks_the_account_in_what_it_shows() => Assert.StartsWith("arn:aws:execute-api:us-east-1:********3333:", Api.MaskedStageArn, StringComparison.Ordinal);

    private static DeployedApi Deployed()
    {
        var stack = Given.Stack("""
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Resources:
              ShopApi:
                Type: AWS::Serverless::Api
                Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } }
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: ./
                  Handler: Shop
                  Runtime: dotnet10
                  Events:
                    Get: { Type: Api, Properties: { RestApiId: !Ref ShopApi, Method: GET, Path: /orders } }
            """);
        return DeployedApi.Of(stack, stack.Apis[0]);
    }
}
