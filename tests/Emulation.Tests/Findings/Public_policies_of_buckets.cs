using Emulation.Findings;

namespace Emulation.Tests.Findings;

/// <summary>S3 refuses such a policy where a template is deployed: recorded (cdk-preflight, pf-s3-policy-public-with-block-public-policy).</summary>
public class Public_policies_of_buckets
{
    [Theory]
    [InlineData("", "'*'", "", true)]
    [InlineData(", Properties: {PublicAccessBlockConfiguration: {BlockPublicPolicy: true}}", "{AWS: '*'}", "", true)]
    [InlineData(", Properties: {PublicAccessBlockConfiguration: {BlockPublicPolicy: false}}", "'*'", "", false)]
    [InlineData("", "{AWS: 'arn:aws:iam::444455556666:root'}", "", false)]
    [InlineData("", "'*'", ", Condition: {StringEquals: {'aws:PrincipalAccount': '444455556666'}}", false)]
    public void Are_findings_where_the_bucket_blocks_them(string bucket, string principal, string condition, bool isFound)
    {
        var found = Linter.Run(Given.Stacks($$"""
            Resources:
              B: {Type: AWS::S3::Bucket{{bucket}}}
              P:
                Type: AWS::S3::BucketPolicy
                Properties: {Bucket: !Ref B, PolicyDocument: {Statement: [{Effect: Allow, Principal: {{principal}}, Action: 's3:GetObject', Resource: !Sub '${B.Arn}/*'{{condition}} } ] } }
            """)).Select(static judged => judged.Finding).Where(static finding => finding.Rule.Code == "LA016").ToList();
        Assert.Equal(isFound ? ["P"] : [], found.Select(static finding => finding.Resource));
        Assert.All(found, static finding => Assert.Contains("BlockPublicPolicy setting in S3 Block Public Access", finding.Message, StringComparison.Ordinal));
    }
}
