using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Gateway;

/// <summary>
/// A REST API and an HTTP API like those that were captured on AWS (testdata/aws/apigateway of radkawar/stackd: deployed_lambda_authorization,
/// rest_lambda_authorizers, http_lambda_authorizers), with functions that do what the header <c>x-mode</c> says.
/// </summary>
public sealed class CapturedApis : IAsyncLifetime
{
    public const string Organization = "o-abcdefghij";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Client: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool } }
          Rest:
            Type: AWS::Serverless::Api
            Properties:
              StageName: dev
              Auth:
                Authorizers:
                  Token0: { FunctionArn: !GetAtt Judge.Arn, Identity: { ReauthorizeEvery: 0, ValidationExpression: "^[a-z].*" } }
                  Token300: { FunctionArn: !GetAtt Judge.Arn, Identity: { ReauthorizeEvery: 300 } }
                  Request0: { FunctionPayloadType: REQUEST, FunctionArn: !GetAtt Judge.Arn, Identity: { Headers: [X-Auth], QueryStrings: [tenant], ReauthorizeEvery: 0 } }
                  Request300: { FunctionPayloadType: REQUEST, FunctionArn: !GetAtt Judge.Arn, Identity: { Headers: [X-Auth], QueryStrings: [tenant], ReauthorizeEvery: 300 } }
                  NoSource: { FunctionPayloadType: REQUEST, FunctionArn: !GetAtt Judge.Arn, Identity: { ReauthorizeEvery: 0 } }
                  NoPermission: { FunctionArn: !GetAtt Unpermitted.Arn, DisableFunctionDefaultPermissions: true }
                  Users: { UserPoolArn: !GetAtt Pool.Arn }
          Http:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth:
                EnableIamAuthorizer: true
                Authorizers:
                  V1: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "1.0", EnableFunctionDefaultPermissions: true, Identity: { Headers: [Authorization], ReauthorizeEvery: 0 } }
                  V2policy: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableFunctionDefaultPermissions: true, Identity: { Headers: [Authorization], ReauthorizeEvery: 0 } }
                  V2simple: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableSimpleResponses: true, EnableFunctionDefaultPermissions: true, Identity: { Headers: [Authorization], ReauthorizeEvery: 0 } }
                  ByQuery: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableSimpleResponses: true, EnableFunctionDefaultPermissions: true, Identity: { QueryStrings: [tenant], ReauthorizeEvery: 0 } }
                  Kept: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableFunctionDefaultPermissions: true, Identity: { Headers: [Authorization], ReauthorizeEvery: 60 } }
                  KeptByRoute: { FunctionArn: !GetAtt Judge.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableFunctionDefaultPermissions: true, Identity: { Headers: [Authorization], Context: [routeKey], ReauthorizeEvery: 60 } }
                  NoPermission: { FunctionArn: !GetAtt Unpermitted.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableSimpleResponses: true, Identity: { Headers: [Authorization], ReauthorizeEvery: 0 } }
                  Jwt: { IdentitySource: $request.header.Authorization, JwtConfiguration: { issuer: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}", audience: [!Ref Client] } }
          Judge: { Type: AWS::Serverless::Function }
          Unpermitted: { Type: AWS::Serverless::Function }
          Backend:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                REvents
                HEvents
        """;

    private static readonly (string Path, string Authorizer)[] RestRoutes =
    [
        ("/echo", "NONE"), ("/iam", "AWS_IAM"), ("/token0", "Token0"), ("/token300", "Token300"), ("/token300/other", "Token300"), ("/request0", "Request0"), ("/request300", "Request300"),
        ("/nosource", "NoSource"), ("/nopermission", "NoPermission"), ("/jwt", "Users"),
    ];

    private static readonly (string Path, string Authorizer)[] HttpRoutes =
    [
        ("/echo", "NONE"), ("/iam", "AWS_IAM"), ("/v1/a", "V1"), ("/v2policy/a", "V2policy"), ("/v2simple/a", "V2simple"), ("/query", "ByQuery"), ("/kept/a", "Kept"), ("/kept/b", "Kept"),
        ("/keptbyroute/a", "KeptByRoute"), ("/keptbyroute/b", "KeptByRoute"), ("/nopermission", "NoPermission"), ("/jwt", "Jwt"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();
    private Emulator emulator = null!;

    /// <summary>The events that the authorizers' function got since the last call began.</summary>
    internal List<JsonObject> Asked { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        var rest = RestRoutes.Select(static r => Event("Api", "RestApiId: !Ref Rest", r.Path, r.Authorizer, ", InvokeRole: NONE"));
        var http = HttpRoutes.Select(static r => Event("HttpApi", "ApiId: !Ref Http", r.Path, r.Authorizer, ""));
        const string Indent = "\n        ";
        await File.WriteAllTextAsync(template, Template.Replace("REvents", string.Join(Indent, rest), StringComparison.Ordinal).Replace("HEvents", string.Join(Indent, http), StringComparison.Ordinal));
        var organization = Path.Combine(folder, "organization.json");
        await File.WriteAllTextAsync(organization, $$"""{"id":"{{Organization}}","managementAccount":"{{EmulatorOptions.DefaultAccount}}"}""");
        var functions = new Dictionary<string, FunctionStandIn> { ["Judge"] = (invocation, _) => Task.FromResult(Judge(invocation)), ["Unpermitted"] = (invocation, _) => Task.FromResult(Judge(invocation)), ["Backend"] = static (invocation, _) => Task.FromResult(Echo(invocation)) };
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            OrganizationFile = organization,
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(functions.ToImmutableDictionary()),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A GET of <c>Rest/dev/...</c> or <c>Http/...</c>.</summary>
    internal async Task<CapturedAnswer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        Asked.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{emulator.EndpointUrl}/execute-api/{path}"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    /// <summary>The same, signed by the administrator.</summary>
    internal async Task<CapturedAnswer> GetSignedAsync(string path)
    {
        var admin = emulator.Accounts.Users[0];
        var url = new Uri($"{emulator.EndpointUrl}/execute-api/{path}");
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
            "GET", url.AbsolutePath, [new HeaderField("host", url.Authority)], PayloadHash.Of([]), new AwsCredentials(admin.AccessKeyIds[0], emulator.SecretOf(admin.AccessKeyIds[0])), TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        return await SendAsync(request);
    }

    private async Task<CapturedAnswer> SendAsync(HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = answer.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        return new CapturedAnswer((int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Event(string type, string api, string path, string authorizer, string ofIam)
    {
        var auth = authorizer == "NONE" ? "" : $", Auth: {{ Authorizer: {authorizer}{(authorizer == "AWS_IAM" ? ofIam : "")} }}";
        return $"{type}{Name(path)}: {{ Type: {type}, Properties: {{ {api}, Method: GET, Path: {path}{auth} }} }}";
    }

    private static string Name(string path) => string.Concat(path.Where(char.IsAsciiLetterOrDigit));

    private static InvocationResult Echo(Invocation invocation) => new(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["statusCode"] = 200,
        ["headers"] = new JsonObject { ["content-type"] = "application/json" },
        ["body"] = Encoding.UTF8.GetString(invocation.Payload.Span),
    }.ToJsonString()), null);

    private InvocationResult Judge(Invocation invocation)
    {
        var asked = JsonNode.Parse(invocation.Payload.Span)!.AsObject();
        Asked.Add(asked);
        var headers = asked["headers"]?.AsObject().ToDictionary(static h => h.Key, static h => (string?)h.Value, StringComparer.OrdinalIgnoreCase);
        var mode = headers?.GetValueOrDefault("x-mode") ?? (string?)asked["authorizationToken"] ?? "allow";
        var arn = (string?)asked["methodArn"] ?? (string?)asked["routeArn"];
        const string Context = """{"text":"probe","number":7,"fraction":1.5,"flag":true,"empty":""}""";
        string Policy(string effect, string resource, string context = Context) =>
            $$"""{"principalId":"probe","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"{{effect}}","Resource":"{{resource}}"}]},"context":{{context}}}""";
        return mode switch
        {
            "unauthorized" => InvocationResult.Failed("Exception", "Unauthorized"),
            "boom" => InvocationResult.Failed("Exception", "boom"),
            _ => new InvocationResult(
                Encoding.UTF8.GetBytes(mode switch
                {
                    "return-unauthorized" => """{"errorMessage":"Unauthorized"}""",
                    "deny" => Policy("Deny", "*"),
                    "this" => Policy("Allow", arn!),
                    "other" => Policy("Allow", $"{arn}/nothing"),
                    "no-policy" => """{"principalId":"probe"}""",
                    "nested" => Policy("Allow", "*", """{"map":{},"list":[1],"nothing":null}"""),
                    "claims" => Policy("Allow", "*", """{"claims":{"sub":"x"},"text":"probe"}"""),
                    "simple-allow" => $$"""{"isAuthorized":true,"context":{{Context}}}""",
                    "simple-nested" => """{"isAuthorized":true,"context":{"map":{},"list":[1],"nothing":null,"claims":{"sub":"x"}}}""",
                    "simple-deny" => """{"isAuthorized":false}""",
                    "simple-text" => """{"isAuthorized":"true"}""",
                    _ => Policy("Allow", "*"),
                }),
                null),
        };
    }
}

/// <summary>What came back.</summary>
internal sealed record CapturedAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Status, error type and body in one.</summary>
    public (int Status, string? Type, string Body) Refusal => (Status, Headers.GetValueOrDefault("x-amzn-ErrorType"), Body);

    /// <summary>The backend's event.</summary>
    public JsonObject Event => JsonNode.Parse(Body)!.AsObject();

    public JsonNode? Authorizer => Event["requestContext"]!["authorizer"];
}
