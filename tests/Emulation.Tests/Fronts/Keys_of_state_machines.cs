using Emulation.Tests.S3.Door;

namespace Emulation.Tests.Fronts;

/// <summary>
/// What Step Functions asks of KMS in its caller's name. AWS Step Functions Developer Guide, "Data at rest encryption in Step Functions"; captured:
/// stepfunctions/encryption_admission.json of radkawar/stackd.
/// </summary>
[Collection(nameof(EncryptedResources))]
public class Keys_of_state_machines(EncryptedResources resources)
{
    private const string Machine = "\"stateMachineArn\":\"arn:aws:states:us-east-1:111122223333:stateMachine:{0}\"";
    private const string Execution = "\"executionArn\":\"arn:aws:states:us-east-1:111122223333:execution:{0}:one\"";
    private const string Activity = "\"activityArn\":\"arn:aws:states:us-east-1:111122223333:activity:{0}\"";

    [Theory]
    [InlineData("DescribeStateMachine", Machine, "Decrypt")]
    [InlineData("DescribeStateMachineForExecution", Execution, "Decrypt")]
    [InlineData("DescribeExecution", Execution, "Decrypt")]
    [InlineData("GetExecutionHistory", Execution, "Decrypt")]
    [InlineData("StartSyncExecution", Machine, "Decrypt")]
    [InlineData("GetActivityTask", Activity, "Decrypt")]
    [InlineData("UpdateStateMachine", Machine + ",\"definition\":\"{{}}\"", "GenerateDataKey")]
    public async Task Are_used_in_the_callers_name(string operation, string members, string action)
    {
        foreach (var (name, user, allowed) in new[]
        {
            ("own", S3UnderTest.May, true), ("own", EncryptedResources.NoKeys, false), ("own", EncryptedResources.Directly, false), ("plain", EncryptedResources.NoKeys, true), ("locked", S3UnderTest.May, false),
        })
        {
            var answer = await SendAsync(operation, string.Format(null, members, name), user);
            Assert.Equal((allowed ? 200 : 400, !allowed), (answer.Status, answer.Body.Contains("KmsAccessDeniedException", StringComparison.Ordinal)));
            if (name == "own" && user == EncryptedResources.NoKeys)
            {
                Assert.Contains(
                    $"User: arn:aws:iam::111122223333:user/nokeys is not authorized to perform: kms:{action} on resource: {resources.KeyOf("own")} because no identity-based policy allows the kms:{action} action "
                        + "(Service: Kms, Status Code: 400) (SDK Attempt Count: 1)",
                    answer.Body, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>What is not encrypted by the key: what is known of a state machine, and what its own role reads.</summary>
    [Theory]
    [InlineData("DescribeStateMachine", Machine + ",\"includedData\":\"METADATA_ONLY\"")]
    [InlineData("DescribeExecution", Execution + ",\"includedData\":\"METADATA_ONLY\"")]
    [InlineData("DescribeActivity", Activity)]
    [InlineData("StartExecution", Machine)]
    [InlineData("StopExecution", Execution)]
    [InlineData("UpdateStateMachine", Machine + ",\"roleArn\":\"arn:aws:iam::111122223333:role/r\"")]
    [InlineData("UpdateStateMachine", Machine + ",\"definition\":\"{{}}\",\"encryptionConfiguration\":{{\"type\":\"AWS_OWNED_KEY\"}}")]
    public async Task Are_not_needed_for_what_they_do_not_encrypt(string operation, string members) =>
        Assert.Equal(200, (await SendAsync(operation, string.Format(null, members, "own"), EncryptedResources.NoKeys)).Status);

    /// <summary>A key that is given is looked at before it encrypts; by alias too.</summary>
    [Theory]
    [InlineData("CreateStateMachine", "\"name\":\"new\",\"definition\":\"{}\",\"roleArn\":\"arn:aws:iam::111122223333:role/r\"")]
    [InlineData("CreateActivity", "\"name\":\"new\"")]
    [InlineData("UpdateStateMachine", "\"stateMachineArn\":\"arn:aws:states:us-east-1:111122223333:stateMachine:plain\",\"definition\":\"{}\"")]
    public async Task Are_given_by_who_may_use_them(string operation, string members)
    {
        foreach (var key in (string[])[resources.KeyOf("own"), "alias/own"])
        {
            var call = $"{members},\"encryptionConfiguration\":{{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"kmsKeyId\":\"{key}\"}}";
            Assert.Equal(200, (await SendAsync(operation, call, S3UnderTest.May)).Status);
            Assert.Contains($"kms:DescribeKey on resource: {resources.KeyOf("own")}", (await SendAsync(operation, call, EncryptedResources.NoKeys)).Body, StringComparison.Ordinal);
        }

        var locked = await SendAsync(operation, $"{members},\"encryptionConfiguration\":{{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"kmsKeyId\":\"{resources.KeyOf("locked")}\"}}", S3UnderTest.May);
        Assert.Contains("KmsAccessDeniedException", locked.Body, StringComparison.Ordinal);
    }

    private Task<S3UnderTest.Answer> SendAsync(string operation, string members, string user) => resources.SendAsync(new("POST", "/", user, $"{{{members}}}")
    {
        Service = "states",
        Headers = [("x-amz-target", $"AWSStepFunctions.{operation}"), ("Content-Type", "application/x-amz-json-1.0")],
    });
}
