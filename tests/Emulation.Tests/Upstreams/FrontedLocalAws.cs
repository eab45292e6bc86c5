using Emulation.Tests.Upstreams;

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
        """;

    private readonly string template;
    private readonly Func<EmulatorOptions, EmulatorOptions> change;
    private StartedLocalAws aws = null!;

    public FrontedLocalAws()
        : this(Template, static options => options)
    {
    }

    private protected FrontedLocalAws(string template, Func<EmulatorOptions, EmulatorOptions> change) => (this.template, this.change) = (template, change);

    internal RecordingServer Server { get; private set; } = null!;

    internal string Authority => aws.Authority;

    public async ValueTask InitializeAsync()
    {
        Server = await RecordingServer.StartAsync();
        aws = await StartedLocalAws.StartAsync(template, [$"*={Server.Url.AbsoluteUri}"], change);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await aws.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A call in AWS's JSON protocol.</summary>
    internal Task<ReceivedAnswer> JsonAsync(string service, string target, string body, string user = May) => aws.SendAsync(SentCall.Json(service, target, body, user));

    /// <summary>A call in the Query protocol.</summary>
    internal Task<ReceivedAnswer> QueryAsync(string service, string form, string user = May) => aws.SendAsync(SentCall.Form(service, form, user));

    /// <summary>Sends a request that a user signed for a service, as it stands.</summary>
    internal Task<ReceivedAnswer> SendAsync(string service, string method, string target, string body, string user, params (string Name, string Value)[] headers) =>
        aws.SendAsync(new SentCall(service, method, target, user, body) { Headers = headers });

    /// <summary>A page of LocalAws's own.</summary>
    internal Task<string> PageAsync(string path) => aws.PageAsync(path);
}
