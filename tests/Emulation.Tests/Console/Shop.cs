using System.Net;
using System.Text;

namespace Emulation.Tests.Console;

/// <summary>A LocalAws with an API that one role may call and another may not, and whoever looks at its console.</summary>
public sealed class Shop : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          ShopApi:
            Type: AWS::Serverless::Api
            Properties:
              StageName: prod
              Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE }
          ShopFunction:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: nodejs22.x
              Handler: index.handler
              InlineCode: "exports.handler = async () => ({ statusCode: 200 });"
              Events:
                Read: { Type: Api, Properties: { RestApiId: !Ref ShopApi, Method: GET, Path: "/things/{id}" } }
          Reader:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Reader
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }
              Policies:
                - PolicyName: Reads
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Sid: ReadsThings
                        Effect: Allow
                        Action: execute-api:Invoke
                        Resource: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${ShopApi}/prod/GET/things/*
          Writer:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Writer
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }
        """;

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    internal StartedLocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Aws = await StartedLocalAws.StartAsync(Template);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Aws.DisposeAsync();
    }

    /// <summary>A page as a browser gets it.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Aws.Emulator.EndpointUrl}{path}"));
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What a page's module sends, and what comes back.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Aws.Emulator.EndpointUrl}{path}")) { Content = new StringContent(json, Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
