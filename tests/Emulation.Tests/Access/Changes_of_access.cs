using Emulation.Access.AnyAction;

namespace Emulation.Tests.Access;

/// <summary>What a change of a template means for who may do what: what a reviewer must know, and nothing of a change without effect.</summary>
public sealed class Changes_of_access
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Work: { Type: AWS::SQS::Queue }
          News: { Type: AWS::SNS::Topic }
          Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Sid: Account, Effect: Allow, Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" }] } } }
          Shelf: { Type: AWS::S3::Bucket, Properties: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } } }
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }
          Function:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: ., Handler: x, Runtime: dotnet10, Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /orders } } } }
          Lets: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Work], PolicyDocument: { Statement: [
            { Sid: FromNews, Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn, Condition: { ArnEquals: { "aws:SourceArn": !Ref News } } } ] } } }
          Limit: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["sqs:*", "s3:*", "execute-api:*", "sts:*"], Resource: "*" }] } } }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              PermissionsBoundary: !Ref Limit
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies:
                - PolicyName: P
                  PolicyDocument:
                    Statement:
                      - { Sid: Queues, Effect: Allow, Action: ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource: !GetAtt Work.Arn }
                      - { Sid: NotByNight, Effect: Deny, Action: "sqs:ReceiveMessage", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }
                      - { Sid: Files, Effect: Allow, Action: "s3:GetObject", Resource: !Sub "${Shelf.Arn}/public/*" }
                      - { Sid: Keys, Effect: Allow, Action: "kms:Decrypt", Resource: !GetAtt Key.Arn }
          Careful:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt Idle.Arn }, Action: ["sts:AssumeRole"] }] }
              Policies:
                - PolicyName: R
                  PolicyDocument:
                    Statement:
                      - { Sid: Most, Effect: Allow, NotAction: ["iam:*", "sqs:*", "s3:*", "kms:*"], Resource: "*" }
                      - { Sid: Shelves, Effect: Allow, Action: "s3:GetObject", NotResource: !Sub "${Shelf.Arn}/secret/*" }
                      - { Sid: Twice, Effect: Allow, Action: "sqs:PurgeQueue", Resource: !GetAtt Work.Arn, Condition: { Bool: { "aws:SecureTransport": "true" }, IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } } }
          Idle:
            Type: AWS::IAM::Role
            Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }
        """;

    private static readonly LoadedStacks Before = Given.Stacks(Template);

    public static TheoryData<string, string, string, string[]> Effects => new()
    {
        { "a wider action", "\"sqs:SendMessage\", \"sqs:ReceiveMessage\"", "\"sqs:SendMessage\", \"sqs:ReceiveMessage\", \"sqs:DeleteMessage\"", ["+ Worker gained sqs:DeleteMessage on Work. Allowed by statement 'Queues'"] },
        { "a star", "\"s3:GetObject\", Resource", "\"s3:*Object\", Resource", ["+ Worker gained s3:DeleteObject, s3:PutObject"] },
        { "a wider resource", "/public/*", "/*", ["+ Worker may always s3:GetObject on Shelf/*. Allowed by statement 'Files'"] },
        { "a narrower resource", "/public/*", "/public/a/*", ["- Worker in some cases only may s3:GetObject on Shelf/public/*"] },
        { "a narrower action", ", \"sqs:ReceiveMessage\"], Resource", "], Resource", ["- Worker lost sqs:ReceiveMessage on Work"] },
        { "a dropped deny", "{ Sid: NotByNight, Effect: Deny, Action: \"sqs:ReceiveMessage\"", "{ Sid: NotByNight, Effect: Deny, Action: \"sqs:PurgeQueue\"", ["+ Worker may always sqs:ReceiveMessage on Work. Allowed by statement 'Queues'"] },
        { "a new deny", "{ Sid: NotByNight, Effect: Deny, Action: \"sqs:ReceiveMessage\", Resource: \"*\", Condition: { Bool: { \"aws:SecureTransport\": \"false\" } } }", "{ Sid: Never, Effect: Deny, Action: \"sqs:ReceiveMessage\", Resource: \"*\" }", ["- Worker lost sqs:ReceiveMessage on Work. Denied by statement 'Never'"] },
        { "a condition removed", ", Condition: { ArnEquals: { \"aws:SourceArn\": !Ref News } }", "", ["+ sns.amazonaws.com may always sqs:SendMessage on Work"] },
        { "another condition", "\"aws:SourceArn\": !Ref News", "\"aws:SourceArn\": \"arn:aws:sns:*:*:*\"", ["+ sns.amazonaws.com in other cases than before may sqs:SendMessage on Work"] },
        { "a condition added", "\"s3:GetObject\", Resource: !Sub \"${Shelf.Arn}/public/*\"", "\"s3:GetObject\", Resource: !Sub \"${Shelf.Arn}/public/*\", Condition: { IpAddress: { \"aws:SourceIp\": \"10.0.0.0/8\" } }", ["- Worker in some cases only may s3:GetObject on Shelf/public/*"] },
        { "a boundary dropped", "      PermissionsBoundary: !Ref Limit\n", "", ["+ Worker gained kms:Decrypt on Key. Allowed by statement 'Keys'"] },
        { "a boundary that allows less", "[\"sqs:*\", \"s3:*\"", "[\"s3:*\"", ["- Worker lost sqs:ReceiveMessage, sqs:SendMessage on Work"] },
        { "a new service", "Principal: { Service: sns.amazonaws.com }", "Principal: { Service: [sns.amazonaws.com, events.amazonaws.com] }", ["+ events.amazonaws.com gained sqs:SendMessage on Work"] },
        { "another account", "Principal: { Service: sns.amazonaws.com }", "Principal: { Service: sns.amazonaws.com, AWS: \"444455556666\" }", ["+ account 444455556666 gained sqs:SendMessage on Work"] },
        { "a policy for a role that had none", "  Idle:\n    Type: AWS::IAM::Role\n    Properties: {", "  Idle:\n    Type: AWS::IAM::Role\n    Properties: { Policies: [{ PolicyName: Q, PolicyDocument: { Statement: [{ Sid: New, Effect: Allow, Action: \"sqs:SendMessage\", Resource: !GetAtt Work.Arn }] } }],", ["+ Idle gained sqs:SendMessage on Work. Allowed by statement 'New'"] },
        { "whom a role trusts", "  Idle:\n    Type: AWS::IAM::Role\n    Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }", "  Idle:\n    Type: AWS::IAM::Role\n    Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt Worker.Arn }", ["+ Worker gained sts:AssumeRole on Idle", "- lambda.amazonaws.com lost sts:AssumeRole on Idle"] },
        { "a bucket for everybody", "  Idle:\n", "  Public: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Shelf, PolicyDocument: { Statement: [{ Sid: All, Effect: Allow, Principal: \"*\", Action: \"s3:GetObject\", Resource: !Sub \"${Shelf.Arn}/*\" }] } } }\n  Idle:\n", ["+ Idle, FunctionRole, anonymous, sns.amazonaws.com", "gained s3:GetObject on Shelf/*"] },
        { "a key for its account no more", "Action: \"kms:*\", Resource: \"*\" }]", "Action: \"kms:PutKeyPolicy\", Resource: \"*\" }]", [] },
        { "a route for everybody", "DefaultAuthorizer: AWS_IAM, InvokeRole: NONE", "InvokeRole: NONE", ["+ Worker, Idle", "gained GET /orders of Api"] },
        { "a role that may be handed over", "\"sqs:SendMessage\", \"sqs:ReceiveMessage\"], Resource: !GetAtt Work.Arn }", "\"sqs:SendMessage\", \"sqs:ReceiveMessage\"], Resource: !GetAtt Work.Arn }\n              - { Sid: Hands, Effect: Allow, Action: \"sts:TagSession\", Resource: !GetAtt Idle.Arn }", [] },
        { "a role that Careful may hand over", "      - { Sid: Most,", "      - { Sid: Hands, Effect: Allow, Action: \"iam:PassRole\", Resource: !GetAtt Worker.Arn }\n              - { Sid: Most,", ["+ Careful gained iam:PassRole on Worker. Allowed by statement 'Hands'"] },
        { "tags of sessions", "Action: [\"sts:AssumeRole\"]", "Action: [\"sts:AssumeRole\", \"sts:TagSession\"]", ["+ Idle gained sts:TagSession on Careful"] },
        { "a NotAction that leaves out less", "NotAction: [\"iam:*\", \"sqs:*\",", "NotAction: [\"iam:CreateUser\", \"sqs:*\",", ["+ Careful gained iam:", "iam:PassRole"] },
        { "a NotAction that leaves out more", "\"s3:*\", \"kms:*\"]", "\"s3:*\", \"kms:*\", \"dynamodb:PutItem\"]", ["- Careful lost dynamodb:PutItem"] },
        { "a NotResource that leaves out less", "NotResource: !Sub \"${Shelf.Arn}/secret/*\"", "NotResource: !Sub \"${Shelf.Arn}/secret/deep/*\"", ["+ Careful gained s3:GetObject on Shelf/secret/*"] },
        { "one condition or the other in place of both", "Condition: { Bool: { \"aws:SecureTransport\": \"true\" }, IpAddress: { \"aws:SourceIp\": [\"10.0.0.0/8\", \"192.0.2.0/24\"] } } }", "Condition: { Bool: { \"aws:SecureTransport\": \"true\" } } }\n              - { Sid: Or, Effect: Allow, Action: \"sqs:PurgeQueue\", Resource: !GetAtt Work.Arn, Condition: { IpAddress: { \"aws:SourceIp\": [\"10.0.0.0/8\", \"192.0.2.0/24\"] } } }", ["+ Careful in other cases than before may sqs:PurgeQueue on Work"] },
        { "a role that is gone", "  Worker:\n    Type: AWS::IAM::Role", "  Labourer:\n    Type: AWS::IAM::Role", ["+ Labourer gained", "- Worker, which is gone, lost"] },
    };

    public static TheoryData<string, string, string> NoEffects => new()
    {
        { "another Sid", "Sid: Queues", "Sid: Messages" },
        { "another order of actions", "\"sqs:SendMessage\", \"sqs:ReceiveMessage\"", "\"sqs:ReceiveMessage\", \"sqs:SendMessage\"" },
        { "another order of statements", "- { Sid: Files, Effect: Allow, Action: \"s3:GetObject\", Resource: !Sub \"${Shelf.Arn}/public/*\" }\n              - { Sid: Keys, Effect: Allow, Action: \"kms:Decrypt\", Resource: !GetAtt Key.Arn }", "- { Sid: Keys, Effect: Allow, Action: \"kms:Decrypt\", Resource: !GetAtt Key.Arn }\n              - { Sid: Files, Effect: Allow, Action: \"s3:GetObject\", Resource: !Sub \"${Shelf.Arn}/public/*\" }" },
        { "a statement in two", "- { Sid: Queues, Effect: Allow, Action: [\"sqs:SendMessage\", \"sqs:ReceiveMessage\"], Resource: !GetAtt Work.Arn }", "- { Sid: A, Effect: Allow, Action: \"sqs:SendMessage\", Resource: !GetAtt Work.Arn }\n              - { Sid: B, Effect: Allow, Action: \"sqs:ReceiveMessage\", Resource: !GetAtt Work.Arn }" },
        { "another order of conditions and of their values", "{ Bool: { \"aws:SecureTransport\": \"true\" }, IpAddress: { \"aws:SourceIp\": [\"10.0.0.0/8\", \"192.0.2.0/24\"] } }", "{ IpAddress: { \"aws:SourceIp\": [\"192.0.2.0/24\", \"10.0.0.0/8\"] }, Bool: { \"aws:SecureTransport\": \"true\" } }" },
        { "another name of a policy", "PolicyName: P", "PolicyName: Permissions" },
        { "an action in other letters", "\"s3:GetObject\", Resource", "\"S3:getobject\", Resource" },
        { "what the boundary never allowed", "\"kms:Decrypt\", Resource", "\"kms:*\", Resource" },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void Are_told(string what, string from, string to, string[] expected)
    {
        var told = Told(what, from, to);

        Assert.All(expected, one => Assert.Contains(told, line => line.Contains(one, StringComparison.Ordinal)));
        Assert.True((expected.Length == 0) == (told.Count == 0), string.Join('\n', told));
    }

    [Theory]
    [MemberData(nameof(NoEffects))]
    public void Are_none_where_every_answer_is_the_same(string what, string from, string to) => Assert.Empty(Told(what, from, to));

    private static List<string> Told(string what, string from, string to)
    {
        var template = Template.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.True(template.Contains(from, StringComparison.Ordinal), what);
        return [.. new AccessComparison(Before, Given.Stacks(template.Replace(from, to, StringComparison.Ordinal))).All.Select(static change => $"{(change.IsGain ? '+' : '-')} {change.Text}")];
    }
}
