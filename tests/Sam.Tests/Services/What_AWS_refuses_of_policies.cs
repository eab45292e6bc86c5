using Sam.Tests.Templates;

namespace Sam.Tests.Services;

/// <summary>
/// Policies by which a deployment fails, in AWS's words. Most were recorded of deployments of September 2026 in the public repository badmintoncryer/cdk-preflight (the names are its rules');
/// those of buckets and buses of S3 and EventBridge themselves (radkawar/stackd, s3/public_policy_replay.json and eventbridge/permissions.json).
/// </summary>
public class What_AWS_refuses_of_policies
{
    private const string Account = "{AWS: '444455556666'}";

    public static TheoryData<string, string, string?> OfBuckets => new()
    {
        { "resource-star", $"{{Effect: Allow, Principal: {Account}, Action: 's3:GetObject', Resource: '*'}}", "Policy has invalid resource: '*' is no bucket and no object." },
        { "notprincipal-allow", $"{{Effect: Allow, NotPrincipal: {Account}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bee/*'}}", "Allow with NotPrincipal is not allowed: S3 takes no such policy." },
        { "notprincipal-deny", $"{{Effect: Deny, NotPrincipal: {Account}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bee/*'}}", null },
        { "notresource", $"{{Effect: Allow, Principal: {Account}, Action: 's3:GetObject', NotResource: 'arn:aws:s3:::bee/a'}}", null },
        { "another service's action", $"{{Effect: Allow, Principal: {Account}, Action: 'sqs:SendMessage', Resource: 'arn:aws:s3:::bee/*'}}", "Policy has invalid action: 'sqs:SendMessage' is no action of S3." },
        { "wildcard-service", "{Effect: Allow, Principal: {Service: '*.amazonaws.com'}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bee/*'}", "Invalid principal in policy: \"Service\":\"*.amazonaws.com\"" },
        { "partial-principal", "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::444455556666:user/*'}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bee/*'}", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::444455556666:user/*\"" },
        { "pf-s3-bucket-policy-principal", "{Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bee/*'}", "Missing required field Principal" },
    };

    [Theory, MemberData(nameof(OfBuckets))]
    public void Of_buckets(string name, string statement, string? words) => Check(
        name, $"  B: {{Type: AWS::S3::Bucket, Properties: {{BucketName: bee}}}}\n  P: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: !Ref B, PolicyDocument: {{Statement: [{statement}]}}}}}}\n", words);

    public static TheoryData<string, string, string?> OfIdentities => new()
    {
        { "pf-iam-policy-action-vendor-wildcard", "Action: '*:GetObject', Resource: '*'", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." },
        { "pf-iam-policy-action-vendor-wildcard", "Action: 's3*:GetObject', Resource: '*'", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." },
        { "pf-iam-policy-action-vendor-wildcard", "Action: 's3?:Get', Resource: '*'", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." },
        { "pf-iam-policy-action-vendor-wildcard", "Action: 's3:Get*', Resource: '*'", null },
        { "pf-iam-policy-action-vendor-wildcard", "Action: 's3:*', Resource: '*'", null },
        { "pf-iam-policy-action-vendor-wildcard", "Action: '*', Resource: '*'", null },
        { "pf-iam-policy-resource-global-service-arn", "Action: 's3:*', Resource: 'arn:aws:s3:us-east-1:111122223333:my-bucket'", "Resource arn:aws:s3:us-east-1:111122223333:my-bucket can not contain region information." },
        { "pf-iam-policy-resource-global-service-arn", "Action: 's3:*', Resource: 'arn:aws:s3:us-east-1::b'", "Resource arn:aws:s3:us-east-1::b can not contain region information." },
        { "pf-iam-policy-resource-global-service-arn", "Action: 's3:*', Resource: 'arn:aws:s3::111122223333:b'", "Resource arn:aws:s3::111122223333:b cannot contain an account id." },
        { "pf-iam-policy-resource-global-service-arn", "Action: 's3:*', Resource: 'arn:aws:s3:us-east-1:111122223333:accesspoint/ap'", null },
        { "pf-iam-policy-resource-global-service-arn", "Action: 's3:*', Resource: 'arn:aws:s3:us-east-1:111122223333:*'", null },
        { "pf-iam-policy-resource-global-service-arn", "Action: 'route53:*', Resource: 'arn:aws:route53:us-east-1::hostedzone/z'", "Resource arn:aws:route53:us-east-1::hostedzone/z can not contain region information." },
        { "pf-iam-policy-resource-global-service-arn", "Action: 'cloudfront:*', Resource: 'arn:aws:cloudfront:us-east-1:111122223333:distribution/d'", null },
    };

    [Theory, MemberData(nameof(OfIdentities))]
    public void Of_users_and_roles(string name, string statement, string? words) =>
        Check(name, $"  P: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {{Version: '2012-10-17', Statement: [{{Effect: Allow, {statement}}}]}}}}}}\n", words);

    [Theory]
    [InlineData("Path: /aws-service-role/x/", "Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles.")]
    [InlineData("Path: /service-role/", null)]
    [InlineData("PermissionsBoundary: 'arn:aws:iam::111122223333:role/boundary'", "ARN arn:aws:iam::111122223333:role/boundary is not valid.")]
    [InlineData("PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess'", null)]
    public void Of_a_role_itself(string property, string? words) => Check(
        property, $"  R: {{Type: AWS::IAM::Role, Properties: {{{property}, AssumeRolePolicyDocument: {{Statement: [{{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: 'sts:AssumeRole'}}]}}}}}}\n", words);

    [Theory]
    [InlineData("Sid: 鍵", "Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")]
    [InlineData("Sid: Schlüssel", null)]
    public void Of_keys(string element, string? words) => Check(
        element, $"  K: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{{{element}, Effect: Allow, Principal: {{AWS: !Ref AWS::AccountId}}, Action: 'kms:*', Resource: '*'}}]}}}}}}\n", words);

    [Theory]
    [InlineData("true", "'*'", "You can not attach a resource policy that grants Public access to your secret.")]
    [InlineData("false", "'*'", null)]
    [InlineData("true", Account, null)]
    public void Of_secrets(string blocked, string principal, string? words) => Check(
        principal, $"  S: {{Type: AWS::SecretsManager::Secret}}\n  P: {{Type: AWS::SecretsManager::ResourcePolicy, Properties: {{SecretId: !Ref S, BlockPublicPolicy: {blocked}, ResourcePolicy: {{Statement: [{{Effect: Allow, Principal: {principal}, Action: 'secretsmanager:GetSecretValue', Resource: '*'}}]}}}}}}\n", words);

    [Theory]
    [InlineData("Action: 'events:PutRule', Principal: '444455556666'", "Provided value in parameter 'action' is not supported: 'events:PutRule'.")]
    [InlineData("Action: 'events:PutEvents', Principal: '444455556666'", null)]
    [InlineData("Statement: {Effect: Allow, Principal: '*', Action: 'events:PutRule', Resource: 'arn:aws:events:us-east-1:111122223333:event-bus/default'}", null)]
    [InlineData("Statement: {Effect: Allow, Principal: '*', Action: 'events:PutEvents', Resource: 'arn:aws:events:us-east-1:111122223333:event-bus/other'}", "The relative-id \"event-bus/other\" is invalid for ARN \"arn:aws:events:us-east-1:111122223333:event-bus/other\".")]
    public void Of_buses(string properties, string? words) => Check(properties, $"  P: {{Type: AWS::Events::EventBusPolicy, Properties: {{StatementId: one, {properties}}}}}\n", words);

    private static void Check(string name, string resources, string? words)
    {
        Assert.NotEmpty(name);
        if (words is null)
        {
            Assert.NotNull(Given.Stack($"Resources:\n{resources}"));
        }
        else
        {
            Assert.Contains(words, Assert.Single(Given.Errors($"Resources:\n{resources}")), StringComparison.Ordinal);
        }
    }
}
