using Emulation.Tests.S3.Door;

[assembly: AssemblyFixture(typeof(BucketsHere))]

namespace Emulation.Tests.S3.Door;

/// <summary>
/// A LocalAws with buckets of its own: <c>bucket</c>, which every user of its account but <c>maynot</c> may write into, and <c>closed</c>, which denies them to list and end uploads.
/// </summary>
public sealed class BucketsHere : S3UnderTest
{
    /// <summary>May write objects and no more.</summary>
    internal const string Writer = "writer";

    /// <summary>Another who may.</summary>
    internal const string Other = "other";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
          Writer: { Type: AWS::IAM::User, Properties: { UserName: writer, Policies: [{ PolicyName: Writes, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:PutObject", Resource: "*" }] } }] } }
          WriterKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Writer } }
          Other: { Type: AWS::IAM::User, Properties: { UserName: other, Policies: [{ PolicyName: Writes, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:PutObject", Resource: "*" }] } }] } }
          OtherKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Other } }
          Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: bucket } }
          Closed: { Type: AWS::S3::Bucket, Properties: { BucketName: closed } }
          ClosedPolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Closed
              PolicyDocument: { Statement: [{ Effect: Deny, Principal: "*", Action: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], Resource: !Sub "${Closed.Arn}/*" }] }
        """;

    public override async ValueTask InitializeAsync() => await StartAsync(Template);
}
