using Emulation.Principals;
using Iam;
using Sam;

namespace Emulation.Tests.Principals;

public class Owners_of_resources
{
    private static readonly ResourceOwners Owners = new(
        Given.Stack("Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: mine}}}"),
        Given.Stack("Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: theirs}}}", new StackOptions { AccountId = "444455556666" }));

    [Theory]
    [InlineData("arn:aws:s3:::mine", "111122223333")]
    [InlineData("arn:aws:s3:::theirs", "444455556666")]
    [InlineData("arn:aws:s3:::theirs/a/b", "444455556666")]
    [InlineData("arn:aws:s3:::made-by-a-client/a", "111122223333")]
    [InlineData("arn:aws:sqs:us-east-1:777788889999:work", "777788889999")]
    [InlineData("arn:aws:ssm:us-east-1::parameter/aws/service/x", "111122223333")]
    public void Are_in_the_arn_or_of_the_stack_that_has_the_bucket(string arn, string owner) => Assert.Equal(AccountId.Parse(owner), Owners.Of(Arn.Parse(arn)));
}
