using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using SigV4;

namespace Emulation.Tests.Gateway.FunctionUrls;

/// <summary>A LocalAws with functions that have URLs, and callers of each kind. Its functions answer what the last test said, or the event.</summary>
public sealed class UrlStack : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Signed: { Type: AWS::Serverless::Function, Properties: { FunctionName: signed, FunctionUrlConfig: { AuthType: AWS_IAM } } }
          Open: { Type: AWS::Serverless::Function, Properties: { FunctionName: open, FunctionUrlConfig: { AuthType: NONE } } }
          Cors: { Type: AWS::Serverless::Function, Properties: { FunctionName: cors, FunctionUrlConfig: { AuthType: NONE, Cors: { AllowCredentials: true, AllowHeaders: [x-allowed, content-type], AllowMethods: [GET, POST], AllowOrigins: ["https://allowed.example"], ExposeHeaders: [x-owned], MaxAge: 321 } } } }
          Stream: { Type: AWS::Serverless::Function, Properties: { FunctionName: stream, FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM } } }
          Published: { Type: AWS::Serverless::Function, Properties: { FunctionName: published, AutoPublishAlias: live, FunctionUrlConfig: { AuthType: AWS_IAM } } }
          Bare: { Type: AWS::Serverless::Function, Properties: { FunctionName: bare } }
          BareLink: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Bare, AuthType: NONE } }
          Half: { Type: AWS::Serverless::Function, Properties: { FunctionName: half } }
          HalfLink: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Half, AuthType: NONE } }
          HalfPermission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Half, Action: "lambda:InvokeFunctionUrl", Principal: "*", FunctionUrlAuthType: NONE } }
          Odd: { Type: AWS::Serverless::Function, Properties: { FunctionName: odd, FunctionUrlConfig: { AuthType: NONE, Quux: 1 } } }
          NamedPermission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Signed, Action: "lambda:InvokeFunctionUrl", Principal: !GetAtt Named.Arn, FunctionUrlAuthType: AWS_IAM } }
          NamedInvoke: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Signed, Action: "lambda:InvokeFunction", Principal: !GetAtt Named.Arn, InvokedViaFunctionUrl: true } }
          PartnerPermission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Signed, Action: "lambda:InvokeFunctionUrl", Principal: "444455556666", FunctionUrlAuthType: AWS_IAM } }
          PartnerInvoke: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Signed, Action: "lambda:InvokeFunction", Principal: "444455556666", InvokedViaFunctionUrl: true } }
          Both: { Type: AWS::IAM::Role, Properties: { RoleName: Both, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: both, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunctionUrl", Resource: !GetAtt Signed.Arn, Condition: { StringEquals: { "lambda:FunctionUrlAuthType": AWS_IAM } } }, { Effect: Allow, Action: "lambda:InvokeFunction", Resource: !GetAtt Signed.Arn, Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } }] } }] } }
          OnlyUrl: { Type: AWS::IAM::Role, Properties: { RoleName: OnlyUrl, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: url, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunctionUrl", Resource: "*" }] } }] } }
          OnlyInvoke: { Type: AWS::IAM::Role, Properties: { RoleName: OnlyInvoke, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: invoke, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          OtherType: { Type: AWS::IAM::Role, Properties: { RoleName: OtherType, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: type, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:*", Resource: "*", Condition: { StringEquals: { "lambda:FunctionUrlAuthType": NONE } } }] } }] } }
          Denied: { Type: AWS::IAM::Role, Properties: { RoleName: Denied, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: all, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:*", Resource: "*" }, { Effect: Deny, Action: "lambda:InvokeFunction", Resource: "*" }] } }] } }
          Aliased: { Type: AWS::IAM::Role, Properties: { RoleName: Aliased, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: alias, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:*", Resource: "arn:aws:lambda:us-east-1:111122223333:function:published:live" }] } }] } }
          Unaliased: { Type: AWS::IAM::Role, Properties: { RoleName: Unaliased, AssumeRolePolicyDocument: *trust, Policies: [{ PolicyName: function, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "lambda:*", Resource: "arn:aws:lambda:us-east-1:111122223333:function:published" }] } }] } }
          Named: { Type: AWS::IAM::Role, Properties: { RoleName: Named, AssumeRolePolicyDocument: *trust } }
          Nobody: { Type: AWS::IAM::Role, Properties: { RoleName: Nobody, AssumeRolePolicyDocument: *trust } }
        """;

    private const string Partner = """
        Resources:
          Trusted: { Type: AWS::IAM::Role, Properties: { RoleName: Trusted, AssumeRolePolicyDocument: &trust { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: both, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], Resource: "*" }] } }] } }
          Untrusted: { Type: AWS::IAM::Role, Properties: { RoleName: Untrusted, AssumeRolePolicyDocument: *trust } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient client = new();

    internal Emulator Emulator { get; private set; } = null!;

    internal LoadedStacks Stacks { get; private set; } = null!;

    internal EmulatorOptions Options { get; private set; } = null!;

    /// <summary>What every function answers; null for the event in a body.</summary>
    internal InvocationResult? Answer { get; set; }

    /// <summary>Told of every call; null for nobody.</summary>
    internal Action<Invocation>? Seen { get; set; }

    /// <summary>What every function waits for before it answers.</summary>
    internal Task Work { get; set; } = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
        await File.WriteAllTextAsync(Path.Combine(folder, "partner.yaml"), Partner);
        FunctionStandIn answers = async (invocation, _) =>
        {
            Seen?.Invoke(invocation);
            await Work;
            return Answer ?? Echo(invocation);
        };
        Options = new EmulatorOptions
        {
            Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount), new TemplateSource(Path.Combine(folder, "partner.yaml"), "444455556666")],
            Port = 0,
            DataFolder = Path.Combine(folder, "data"),
            StandIns = new FunctionStandIns(new[] { "Signed", "Open", "Cors", "Stream", "Published", "Bare", "Half", "Odd" }.ToImmutableDictionary(static name => name, _ => answers)),
        };
        Stacks = LoadedStacks.Load(Options);
        Emulator = await Emulator.StartAsync(Options, Stacks, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Emulator.DisposeAsync();
        Directory.Delete(folder, true);
    }

    internal static InvocationResult Json(string json) => new(Encoding.UTF8.GetBytes(json), null);

    internal Uri Url(string name, string path = "/") => new($"{Emulator.EndpointUrl}/lambda-url/{name}{path}");

    internal AwsCredentials Session(string role)
    {
        var account = role is "Trusted" or "Untrusted" ? "444455556666" : EmulatorOptions.DefaultAccount;
        var session = Emulator.Sessions.ForFunction(Emulator.Accounts.RoleByArn($"arn:aws:iam::{account}:role/{role}")!, "test");
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string? role = null, string service = "lambda", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (role is not null)
        {
            var signed = new SigV4Signer("us-east-1", service).Sign(
                method.Method, url.PathAndQuery, [new HeaderField("host", url.Authority)], PayloadHash.Of([]), Session(role), TimeProvider.System.GetUtcNow());
            request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", signed.SecurityToken);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal static async Task<string> TextOf(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static InvocationResult Echo(Invocation invocation) =>
        Json(new JsonObject { ["statusCode"] = 200, ["body"] = Encoding.UTF8.GetString(invocation.Payload.Span) }.ToJsonString());
}
