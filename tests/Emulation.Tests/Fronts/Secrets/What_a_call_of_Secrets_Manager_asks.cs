using Emulation.Calls;
using Emulation.Fronts.Secrets;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Secrets;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager".</summary>
public sealed class What_a_call_of_Secrets_Manager_asks : IDisposable
{
    private const string S = "arn:aws:secretsmanager:us-east-1:111122223333:secret:partner/key-AbCdEf";
    private const string Bare = "secretsmanager:SecretId=" + S + " secretsmanager:SecretPrimaryRegion=us-east-1";
    private const string K = Bare + " aws:ResourceTag/team=a secretsmanager:ResourceTag/team=a";
    private const string Id = "\"SecretId\":\"partner/key\"";
    private readonly AskedCall call = new();

    public What_a_call_of_Secrets_Manager_asks() => call.Known["DescribeSecret"] =
        $$"""{"ARN":"{{S.Replace("111122223333", "000000000000", StringComparison.Ordinal)}}","Name":"partner/key","PrimaryRegion":"us-east-1","Tags":[{"Key":"team","Value":"a"}]}""";

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "BatchGetSecretValue", """{"SecretIdList":["partner/key"]}""", ["secretsmanager:BatchGetSecretValue *"] },
        { "CancelRotateSecret", $$"""{ {{Id}} }""", [$"secretsmanager:CancelRotateSecret {S} {K}"] },
        { "CreateSecret", """{"Name":"new"}""", ["secretsmanager:CreateSecret arn:aws:secretsmanager:us-east-1:111122223333:secret:new-?????? secretsmanager:Name=new"] },
        { "DeleteResourcePolicy", $$"""{ {{Id}} }""", [$"secretsmanager:DeleteResourcePolicy {S} {K}"] },
        {
            "DeleteSecret", $$"""{ {{Id}},"ForceDeleteWithoutRecovery":true}""", [$"secretsmanager:DeleteSecret {S} {K} secretsmanager:ForceDeleteWithoutRecovery=true"]
        },
        { "DescribeSecret", $$"""{ {{Id}} }""", [$"secretsmanager:DescribeSecret {S} {K}"] },
        { "GetRandomPassword", """{"PasswordLength":20}""", ["secretsmanager:GetRandomPassword *"] },
        { "GetResourcePolicy", $$"""{ {{Id}} }""", [$"secretsmanager:GetResourcePolicy {S} {K}"] },
        {
            "GetSecretValue", $$"""{ {{Id}},"VersionId":"v","VersionStage":"AWSPREVIOUS"}""",
            [$"secretsmanager:GetSecretValue {S} {K} secretsmanager:VersionId=v secretsmanager:VersionStage=AWSPREVIOUS"]
        },
        { "ListSecretVersionIds", $$"""{ {{Id}} }""", [$"secretsmanager:ListSecretVersionIds {S} {K}"] },
        { "ListSecrets", """{"MaxResults":5}""", ["secretsmanager:ListSecrets *"] },
        {
            "PutResourcePolicy", $$"""{ {{Id}},"BlockPublicPolicy":true,"ResourcePolicy":"{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}""",
            [
                $"secretsmanager:PutResourcePolicy {S} {K} secretsmanager:BlockPublicPolicy=true",
                $"secretsmanager:PutResourcePolicy {S} {K} secretsmanager:BlockPublicPolicy=true",
            ]
        },
        { "PutSecretValue", $$"""{ {{Id}},"SecretString":"s","VersionStages":["AWSCURRENT"]}""", [$"secretsmanager:PutSecretValue {S} {K}"] },
        { "RemoveRegionsFromReplication", $$"""{ {{Id}},"RemoveReplicaRegions":["eu-west-1"]}""", [$"secretsmanager:RemoveRegionsFromReplication {S} {K}"] },
        {
            "ReplicateSecretToRegions", $$"""{ {{Id}},"AddReplicaRegions":[{"Region":"eu-west-1"},{"Region":"eu-west-2"}],"ForceOverwriteReplicaSecret":false}""",
            [$"secretsmanager:ReplicateSecretToRegions {S} {K} secretsmanager:ForceOverwriteReplicaSecret=false secretsmanager:AddReplicaRegions=eu-west-1,eu-west-2"]
        },
        { "RestoreSecret", $$"""{ {{Id}} }""", [$"secretsmanager:RestoreSecret {S} {K}"] },
        {
            "RotateSecret", $$"""{ {{Id}},"RotationLambdaARN":"arn:aws:lambda:us-east-1:111122223333:function:r","RotateImmediately":false,"RotationRules":{"AutomaticallyAfterDays":3},"ExternalSecretRotationRoleArn":"arn:aws:iam::111122223333:role/r"}""",
            [
                $"secretsmanager:RotateSecret {S} {K} secretsmanager:RotationLambdaARN=arn:aws:lambda:us-east-1:111122223333:function:r secretsmanager:ExternalSecretRotationRoleArn=arn:aws:iam::111122223333:role/r secretsmanager:RotateImmediately=false secretsmanager:ModifyRotationRules=true",
                "lambda:InvokeFunction arn:aws:lambda:us-east-1:111122223333:function:r",
                "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=secretsmanager.amazonaws.com",
            ]
        },
        { "StopReplicationToReplica", $$"""{ {{Id}} }""", [$"secretsmanager:StopReplicationToReplica {S} {K}"] },
        {
            "TagResource", $$"""{ {{Id}},"Tags":[{"Key":"team","Value":"b"},{"Key":"x","Value":"1"}]}""",
            [
                $"secretsmanager:TagResource {S} {K} aws:RequestTag/team=b aws:RequestTag/x=1 aws:TagKeys=team,x",
                $"secretsmanager:TagResource {S} {Bare} aws:ResourceTag/team=b secretsmanager:ResourceTag/team=b aws:ResourceTag/x=1 secretsmanager:ResourceTag/x=1 aws:RequestTag/team=b aws:RequestTag/x=1 aws:TagKeys=team,x",
            ]
        },
        {
            "UntagResource", $$"""{ {{Id}},"TagKeys":["team"]}""",
            [$"secretsmanager:UntagResource {S} {K} aws:TagKeys=team", $"secretsmanager:UntagResource {S} {Bare} aws:TagKeys=team"]
        },
        {
            "UpdateSecret", $$"""{ {{Id}},"Description":"d","KmsKeyId":"arn:aws:kms:us-east-1:111122223333:key/k","Type":"t"}""",
            [$"secretsmanager:UpdateSecret {S} {K} secretsmanager:Description=d secretsmanager:KmsKeyId=arn:aws:kms:us-east-1:111122223333:key/k secretsmanager:Type=t secretsmanager:KmsKeyArn=arn:aws:kms:us-east-1:111122223333:key/k"]
        },
        { "UpdateSecretVersionStage", $$"""{ {{Id}},"VersionStage":"AWSCURRENT"}""", [$"secretsmanager:UpdateSecretVersionStage {S} {K} secretsmanager:VersionStage=AWSCURRENT"] },
        {
            "ValidateResourcePolicy", $$"""{ {{Id}},"ResourcePolicy":"{}"}""",
            [$"secretsmanager:ValidateResourcePolicy {S} {K}", $"secretsmanager:PutResourcePolicy {S} {K}"]
        },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_its_secret(string operation, string members, string[] asked) =>
        Assert.Equal(asked, await call.AsksAsync(new SecretsManagerService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new SecretsManagerService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Is_the_tags_and_the_replicas_too_where_a_secret_is_made_with_them()
    {
        var asked = await call.AsksAsync(
            new SecretsManagerService(), "CreateSecret", """{"Name":"new","Tags":[{"Key":"team","Value":"a"}],"AddReplicaRegions":[{"Region":"eu-west-1"}],"KmsKeyId":"alias/a"}""");
        Assert.Equal(
            ["secretsmanager:CreateSecret", "secretsmanager:TagResource", "secretsmanager:ReplicateSecretToRegions"], asked.Select(static ask => ask.Split(' ')[0]));
        Assert.All(asked, static ask => Assert.EndsWith(
            " aws:RequestTag/team=a aws:TagKeys=team secretsmanager:Name=new secretsmanager:KmsKeyId=alias/a secretsmanager:AddReplicaRegions=eu-west-1", ask, StringComparison.Ordinal));
    }

    /// <summary>Policies end in the six characters that Secrets Manager adds; AWS's refusals show what was sent.</summary>
    [Theory]
    [InlineData("partner/key", S)]
    [InlineData("arn:aws:secretsmanager:us-east-1:111122223333:secret:partner/key", S)]
    [InlineData(S, S)]
    public async Task Is_the_secret_that_the_server_knows_by_the_name(string id, string arn)
    {
        var plan = await call.PlanAsync(new SecretsManagerService(), "GetSecretValue", $$"""{"SecretId":"{{id}}"}""");
        Assert.Equal((arn, id), (plan.Asks[0].Resource, plan.Asks[0].Shown));
        Assert.Equal(arn.Replace("111122223333", "000000000000", StringComparison.Ordinal), (string?)plan.Sent!["SecretId"]);
    }

    /// <summary>Captured: policies that end in an asterisk are about a secret that is not there, and those of its bare name are not.</summary>
    [Theory]
    [InlineData("nothing", "ResourceNotFoundException", "arn:aws:secretsmanager:us-east-1:111122223333:secret:nothing-??????")]
    [InlineData("nothing", "InternalServiceError", "arn:aws:secretsmanager:us-east-1:111122223333:secret:nothing")]
    [InlineData("arn:aws:secretsmanager:us-east-1:444455556666:secret:theirs", "ResourceNotFoundException", "arn:aws:secretsmanager:us-east-1:444455556666:secret:theirs")]
    public async Task Is_the_name_with_unknown_characters_where_there_is_no_such_secret(string id, string code, string arn)
    {
        call.Known.Clear();
        call.Refused["DescribeSecret"] = code;
        var plan = await call.PlanAsync(new SecretsManagerService(), "GetSecretValue", $$"""{"SecretId":"{{id}}"}""");
        Assert.Equal(arn, plan.Asks[0].Resource);
        Assert.Null(plan.Sent);
        Assert.Equal(arn.Split(':')[4], plan.Account.ToString());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("partner/key?x")]
    [InlineData("arn:aws:secretsmanager:us-east-1:111122223333:secret:")]
    [InlineData("arn:aws:secretsmanager:us-east-1:111122223333:partner/key")]
    [InlineData("arn:aws:secretsmanager:us-east-1::secret:partner/key")]
    [InlineData("arn:aws:ssm:us-east-1:111122223333:secret:partner/key")]
    [InlineData("arn:aws:secretsmanager:us-east-1:111122223333:secret:partner:key")]
    public async Task Is_nothing_for_what_is_no_secret(string id) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new SecretsManagerService(), "GetSecretValue", $$"""{"SecretId":"{{id}}"}"""));

    [Theory]
    [InlineData("""{"secretId":"partner/key"}""")]
    [InlineData("""{"SecretId":["partner/key"]}""")]
    [InlineData("""{"SecretId":null}""")]
    public async Task Is_nothing_for_a_member_that_another_reader_could_read_differently(string members) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new SecretsManagerService(), "GetSecretValue", members));
}
