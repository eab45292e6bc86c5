using System.Text;
using Emulation.Tests.Upstreams;
using SigV4;

[assembly: AssemblyFixture(typeof(FrontedLocalAws))]

namespace Emulation.Tests.Upstreams;

/// <summary>A LocalAws in front of a server that keeps what reached it, with a user who may do everything and one who may do nothing.</summary>
public class FrontedLocalAws : IAsyncLifetime
{
    internal const string May = "may";
    internal const string Some = "some";
    internal const string MayNot = "maynot";

    /// <summary>May do everything to what has the tag <c>team=a</c>.</summary>
    internal const string MayByTag = "maybytag";

    /// <summary>May do everything but to what has the tag <c>env=prod</c>.</summary>
    internal const string MayNotByTag = "maynotbytag";

    /// <summary>May do everything that does not give the tag <c>env=prod</c>.</summary>
    internal const string MayNotByRequestTag = "maynotbyrequesttag";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          Some: { Type: AWS::IAM::User, Properties: { UserName: some, Policies: [{ PolicyName: Some, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "scheduler:*", Resource: "arn:aws:scheduler:us-east-1:111122223333:schedule-group/mine" },
            { Effect: Allow, Action: ["ec2:*", "elasticfilesystem:*"], Resource: "*" },
            { Effect: Deny, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:key-pair/prod" },
            { Effect: Deny, Action: "ec2:TerminateInstances", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/stage": prod } } },
            { Effect: Deny, Action: "elasticfilesystem:CreateFileSystem", Resource: "*", Condition: { Bool: { "elasticfilesystem:Encrypted": "false" } } }
            ] } }] } }
          SomeKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Some } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
          MayByTag:
            Type: AWS::IAM::User
            Properties:
              UserName: maybytag
              Policies: [{ PolicyName: Tagged, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*", Condition: { StringEquals: { aws:ResourceTag/team: a } } }] } }]
          MayByTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayByTag } }
          MayNotByTag:
            Type: AWS::IAM::User
            Properties:
              UserName: maynotbytag
              Policies:
                - PolicyName: Untagged
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Action: "*", Resource: "*" }
                      - { Effect: Deny, Action: "*", Resource: "*", Condition: { StringEquals: { aws:ResourceTag/env: prod } } }
          MayNotByTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNotByTag } }
          MayNotByRequestTag: { Type: AWS::IAM::User, Properties: { UserName: maynotbyrequesttag, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "*", Resource: "*" },
            { Effect: Deny, Action: "*", Resource: "*", Condition: { StringEquals: { "aws:RequestTag/env": prod } } }
            ] } }] } }
          MayNotByRequestTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNotByRequestTag } }
          MayTag: { Type: AWS::IAM::User, Properties: { UserName: maytag, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
            { Effect: Allow, Action: ["tag:TagResources", "tag:UntagResources"], Resource: "*" },
            { Effect: Allow, Action: ["sqs:TagQueue", "sqs:UntagQueue"], Resource: "arn:aws:sqs:us-east-1:111122223333:mine" },
            { Effect: Allow, Action: "kinesis:TagResource", Resource: "*" },
            { Effect: Deny, Action: "kinesis:AddTagsToStream", Resource: "arn:aws:kinesis:us-east-1:111122223333:stream/closed" }
            ] } }] } }
          MayTagKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayTag } }
          Images: { Type: AWS::ECR::Repository, Properties: { RepositoryName: guarded, RepositoryPolicyText: { Statement: [{ Effect: Deny, Principal: "*", Action: "ecr:*" }] } } }
          Vault: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: guarded, AccessPolicy: { Statement: [{ Effect: Deny, Principal: "*", Action: "backup:*", Resource: "*" }] } } }
        """;

    private readonly HttpClient http = new();
    private readonly string written;
    private readonly Func<EmulatorOptions, EmulatorOptions> change;
    private StartedLocalAws aws = null!;

    public FrontedLocalAws()
        : this(Template, static options => options)
    {
    }

    private protected FrontedLocalAws(string template, Func<EmulatorOptions, EmulatorOptions> change) => (written, this.change) = (template, change);

    internal RecordingServer Server { get; private set; } = null!;

    internal string Authority => aws.Authority;

    public async ValueTask InitializeAsync()
    {
        Server = await RecordingServer.StartAsync();
        aws = await StartedLocalAws.StartAsync(written, [$"*={Server.Url.AbsoluteUri}"], change);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await aws.DisposeAsync();
        await Server.DisposeAsync();
        http.Dispose();
    }

    /// <summary>A call in AWS's JSON protocol.</summary>
    internal Task<ReceivedAnswer> JsonAsync(string service, string target, string body, string user = May) =>
        SendAsync(service, "POST", "/", body, user, ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", target));

    /// <summary>A call in the Query protocol.</summary>
    internal Task<ReceivedAnswer> QueryAsync(string service, string form, string user = May) =>
        SendAsync(service, "POST", "/", form, user, ("content-type", "application/x-www-form-urlencoded"));

    /// <summary>Sends a request that a user signed for a service, as it stands.</summary>
    internal async Task<ReceivedAnswer> SendAsync(string service, string method, string target, string body, string user, params (string Name, string Value)[] headers)
    {
        using var request = Signed(service, method, target, Encoding.UTF8.GetBytes(body), user, headers);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReceivedAnswer.OfAsync(response);
    }

    /// <summary>A request that a user signed for a service. Its header x-amz-content-sha256 says what is signed, where it has one.</summary>
    internal HttpRequestMessage Signed(string service, string method, string target, byte[] bytes, string user, params (string Name, string Value)[] headers)
    {
        var declared = headers.FirstOrDefault(static header => header.Name == "x-amz-content-sha256").Value;
        HeaderField[] signedHeaders =
            [new("host", Authority), .. headers.Where(header => header.Value != declared).Select(static header => new HeaderField(header.Name, header.Value))];
        var payload = declared is not null && PayloadHash.TryParse(declared, out var said) ? said : PayloadHash.Of(bytes);
        var signed = new SigV4Signer("us-east-1", service, new SigV4SignerOptions { SendContentSha256 = declared is not null ? true : null }).Sign(
            method, target, signedHeaders, payload, KeysOf(user), TimeProvider.System.GetUtcNow());
        var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(aws.Emulator.EndpointUrl + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = new ByteArrayContent(bytes),
        };
        foreach (var (name, value) in headers.Where(header => header.Value != declared).Append(("X-Amz-Date", signed.Date)).Append(("Authorization", signed.Authorization)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (signed.ContentSha256 is { } hash)
        {
            request.Headers.TryAddWithoutValidation("x-amz-content-sha256", hash);
        }

        return request;
    }

    /// <summary>The access key of a user.</summary>
    internal AwsCredentials KeysOf(string user) => aws.KeysOf(user);

    /// <summary>A page of LocalAws's own.</summary>
    internal Task<string> PageAsync(string path) => aws.PageAsync(path);
}
