using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Gateway.Credentials;

/// <summary>
/// APIs whose functions are called with the caller's credentials and as roles, and users with one set of permissions each (captured with such on AWS:
/// apigateway/rest_integration_credentials and rest_authorizer_roles of radkawar/stackd).
/// </summary>
public sealed class ForwardingApis : IAsyncLifetime
{
    public const string ShopArn = "arn:aws:lambda:us-east-1:111122223333:function:shop";

    private const string Partner = "444455556666";
    private const string Call = """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*" }""";

    private static readonly (string Name, string Statements)[] Users =
    [
        ("Both", $"{Call}, {Invoke("")}"),
        ("OnlyApi", Call),
        ("OnlyFunction", Invoke("")),
        ("Forbidden", $$"""{{Call}}, {{Invoke("")}}, { Sid: Never, Effect: Deny, Action: "lambda:InvokeFunction", Resource: "*" }"""),
        ("Named", Call),
        ("Directly", $"{Call}, {Invoke("Bool: { \"aws:ViaAWSService\": \"false\" }")}"),
        ("Unforwarded", $"{Call}, {Invoke("\"Null\": { \"aws:CalledVia\": \"true\" }")}"),
        ("FromHere", $"{Call}, {Invoke("IpAddress: { \"aws:SourceIp\": \"0.0.0.0/0\" }")}"),
        ("Through", $$"""{{Call}}, {{Invoke("""
            Bool: { "aws:ViaAWSService": "true", "aws:SecureTransport": "true" }, "ForAnyValue:StringEquals": { "aws:CalledVia": apigateway.amazonaws.com },
            StringEquals: { "aws:CalledViaFirst": apigateway.amazonaws.com, "aws:CalledViaLast": apigateway.amazonaws.com, "aws:ResourceTag/lambda:createdBy": SAM }
            """)}}"""),
    ];

    private static readonly (string Name, string Trust, string Statements)[] Roles =
    [
        ("Works", Trusts("apigateway.amazonaws.com"), Invoke("")),
        ("NoRight", Trusts("apigateway.amazonaws.com"), Call),
        ("Denied", Trusts("apigateway.amazonaws.com"), $$"""{{Invoke("")}}, { Effect: Deny, Action: "lambda:*", Resource: "*" }"""),
        ("WrongTrust", Trusts("lambda.amazonaws.com"), Invoke("")),
        ("NeedsSource", Trusts("apigateway.amazonaws.com", "\"Null\": { \"aws:SourceArn\": \"false\" }"), Invoke("")),
        ("NeedsAccount", Trusts("apigateway.amazonaws.com", "StringEquals: { \"aws:SourceAccount\": \"111122223333\" }"), Invoke("")),
        ("NoSource", Trusts("apigateway.amazonaws.com", "\"Null\": { \"aws:SourceArn\": \"true\", \"aws:SourceAccount\": \"true\" }"), Invoke("")),
        ("AsASession", Trusts("apigateway.amazonaws.com", "StringEquals: { \"aws:PrincipalType\": AssumedRole }"), Invoke("")),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();

    internal Emulator Emulator { get; private set; } = null!;

    /// <summary>The functions that were called, since somebody emptied it.</summary>
    public ConcurrentQueue<string> Called { get; } = [];

    public static IEnumerable<string> RoleNames => Roles.Select(static role => role.Name);

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        var partner = Path.Combine(folder, "partner.yaml");
        await File.WriteAllTextAsync(partner, $"Resources:\n{User("Partner", $"{Call}, {Invoke("")}")}{User("Stranger", $"{Call}, {Invoke("")}")}");
        var functions = ((string[])["Shop", "Judge"]).ToImmutableDictionary(static name => name, name => (FunctionStandIn)((_, _) => Task.FromResult(Answer(name))));
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount), new TemplateSource(partner, Partner)],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(functions),
        };
        Emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A GET of <c>Rest/v1/...</c> or <c>Http/...</c>, signed by a user; by nobody for null.</summary>
    internal async Task<CapturedAnswer> GetAsync(string? user, string path)
    {
        Called.Clear();
        var url = new Uri($"{Emulator.EndpointUrl}/execute-api/{path}");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("x-who", "somebody");
        if (user is not null)
        {
            var known = Emulator.Accounts.Users.Single(one => one.LogicalId == user);
            var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
                "GET", url.AbsolutePath, [new HeaderField("host", url.Authority)], PayloadHash.Of([]),
                new AwsCredentials(known.AccessKeyIds[0], Emulator.SecretOf(known.AccessKeyIds[0])), TimeProvider.System.GetUtcNow());
            request.Headers.Add("X-Amz-Date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        return await SendAsync(request);
    }

    /// <summary>A decision's page, as text.</summary>
    internal async Task<string> ExplainAsync(CapturedAnswer answer) =>
        await client.GetStringAsync(new Uri($"{Emulator.EndpointUrl}/_localaws/decisions/{answer.Headers["x-localaws-decision"]}"), TestContext.Current.CancellationToken);

    private async Task<CapturedAnswer> SendAsync(HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = answer.Headers.ToDictionary(static h => h.Key, static h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        return new CapturedAnswer((int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private InvocationResult Answer(string function)
    {
        Called.Enqueue(function);
        return new(
            Encoding.UTF8.GetBytes(function == "Shop"
                ? """{"statusCode":200,"body":"served"}"""
                : """{"principalId":"p","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}}"""),
            null);
    }

    private static string Template => $$"""
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Rest:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth:
                Authorizers:
        {{Each(static role => $"          Judged{role}: {{ FunctionArn: !GetAtt Judge.Arn, FunctionInvokeRole: !GetAtt {role}.Arn, DisableFunctionDefaultPermissions: true, Identity: {{ Header: x-who, ReauthorizeEvery: 0 }} }}")}}
                ResourcePolicy:
                  CustomStatements:
                    - { Effect: Allow, Principal: { AWS: ["arn:aws:iam::{{Partner}}:user/Partner", "arn:aws:iam::{{Partner}}:user/Stranger"] }, Action: "execute-api:Invoke", Resource: "execute-api:/*" }
                    - { Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/judged/*" }
          Http:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth:
                Authorizers:
        {{Each(static role => $"          Judged{role}: {{ FunctionArn: !GetAtt Judge.Arn, FunctionInvokeRole: !GetAtt {role}.Arn, AuthorizerPayloadFormatVersion: \"1.0\", Identity: {{ Headers: [x-who], ReauthorizeEvery: 0 }} }}")}}
          Judge: { Type: AWS::Serverless::Function }
          Shop:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: shop
              Events:
                Caller: { Type: Api, Properties: { RestApiId: !Ref Rest, Method: GET, Path: /caller, Auth: { Authorizer: AWS_IAM } } }
        {{Each(static role => $"        Role{role}: {{ Type: Api, Properties: {{ RestApiId: !Ref Rest, Method: GET, Path: /role/{role}, Auth: {{ Authorizer: AWS_IAM, InvokeRole: !GetAtt {role}.Arn }} }} }}")}}
        {{Each(static role => $"        Rest{role}: {{ Type: Api, Properties: {{ RestApiId: !Ref Rest, Method: GET, Path: /judged/{role}, Auth: {{ Authorizer: Judged{role} }} }} }}")}}
        {{Each(static role => $"        Http{role}: {{ Type: HttpApi, Properties: {{ ApiId: !Ref Http, Method: GET, Path: /judged/{role}, Auth: {{ Authorizer: Judged{role} }} }} }}")}}
          MayNamed: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Shop, Action: "lambda:InvokeFunction", Principal: !GetAtt Named.Arn } }
          MayPartner: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Shop, Action: "lambda:InvokeFunction", Principal: "arn:aws:iam::{{Partner}}:user/Partner" } }
        {{string.Concat(Users.Select(static user => User(user.Name, user.Statements)))}}{{string.Concat(Roles.Select(static role => Role(role.Name, role.Trust, role.Statements)))}}
        """;

    private static string Each(Func<string, string> line) => string.Join('\n', Roles.Select(role => line(role.Name)));

    private static string Invoke(string condition) =>
        $$"""{ Sid: Invoke, Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*"{{(condition.Length == 0 ? "" : $", Condition: {{ {condition.ReplaceLineEndings(" ")} }}")}} }""";

    private static string Trusts(string service, string condition = "") =>
        $$"""{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: {{service}} }{{(condition.Length == 0 ? "" : $", Condition: {{ {condition} }}")}} }""";

    private static string User(string name, string statements) => $$"""
          {{name}}:
            Type: AWS::IAM::User
            Properties: { UserName: {{name}}, Policies: [{ PolicyName: Uses, PolicyDocument: { Version: "2012-10-17", Statement: [{{statements}}] } }] }
          {{name}}Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref {{name}} } }

        """;

    private static string Role(string name, string trust, string statements) => $$"""
          {{name}}:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{{trust}}] }
              Policies: [{ PolicyName: Calls, PolicyDocument: { Version: "2012-10-17", Statement: [{{statements}}] } }]

        """;
}
