using Emulation.Tests.S3.Door;

namespace Emulation.Tests.Fronts;

/// <summary>
/// Keys by which EventBridge and CloudWatch Logs encrypt whoever calls them: the key's policy has to let the service in, for the resource. Amazon EventBridge User Guide,
/// "Authorizing EventBridge to use a customer managed key"; captured: eventbridge/bus_kms_control.json of radkawar/stackd; Amazon CloudWatch Logs User Guide, "Encrypt log data in
/// CloudWatch Logs using AWS Key Management Service".
/// </summary>
[Collection(nameof(EncryptedResources))]
public class Keys_that_services_use_by_themselves(EncryptedResources resources)
{
    private const string Unresolvable = "because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

    [Theory]
    [InlineData("CreateEventBus")]
    [InlineData("UpdateEventBus")]
    public async Task Let_EventBridge_in_for_a_bus(string operation)
    {
        Assert.Equal(200, (await BusAsync(operation, "orders", resources.KeyOf("served"), S3UnderTest.May)).Status);
        Assert.Equal(200, (await BusAsync(operation, "orders", "", EncryptedResources.NoKeys)).Status);
        foreach (var (bus, key) in new[] { ("orders", "own"), ("others", "served") })
        {
            var refused = await BusAsync(operation, bus, resources.KeyOf(key), S3UnderTest.May);
            Assert.Equal((400, true), (refused.Status, refused.Body.Contains("AccessDeniedException", StringComparison.Ordinal)));
            Assert.Contains(
                $"Access to call kms:GenerateDataKey is denied. Reason: events.amazonaws.com is not authorized to perform: kms:GenerateDataKey on {resources.KeyOf(key)} {Unresolvable}",
                refused.Body, StringComparison.Ordinal);
        }
    }

    /// <summary>Who gives a bus a key may do so.</summary>
    [Fact]
    public async Task Are_given_to_a_bus_by_who_may_use_them()
    {
        var refused = await BusAsync("CreateEventBus", "orders", resources.KeyOf("served"), EncryptedResources.NoKeys);
        Assert.Contains(
            $"Access to call kms:DescribeKey is denied. Reason: User: arn:aws:iam::111122223333:user/nokeys is not authorized to perform: kms:DescribeKey on resource: {resources.KeyOf("served")} because no identity-based policy allows the kms:DescribeKey action",
            refused.Body, StringComparison.Ordinal);
        Assert.Contains("KMS.NotFoundException", (await BusAsync("CreateEventBus", "orders", "0d990263-018e-4e65-a703-eff731de951e", S3UnderTest.May)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CreateLogGroup", "\"logGroupName\"", "/served/a", "served", true)]
    [InlineData("CreateLogGroup", "\"logGroupName\"", "/other/a", "served", false)]
    [InlineData("CreateLogGroup", "\"logGroupName\"", "/served/a", "own", false)]
    [InlineData("AssociateKmsKey", "\"logGroupName\"", "/served/a", "served", true)]
    [InlineData("AssociateKmsKey", "\"logGroupName\"", "/served/a", "locked", false)]
    [InlineData("AssociateKmsKey", "\"resourceIdentifier\"", "arn:aws:logs:us-east-1:111122223333:log-group:/served/a", "served", true)]
    [InlineData("AssociateKmsKey", "\"logGroupName\"", "/served/a", "none", false)]
    public async Task Let_CloudWatch_Logs_in_for_a_group(string operation, string member, string group, string key, bool isAllowed)
    {
        // Nobody but the service needs the key.
        var answer = await resources.SendAsync(new("POST", "/", EncryptedResources.NoKeys, $"{{{member}:\"{group}\",\"kmsKeyId\":\"{(key == "none" ? "arn:aws:kms:us-east-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e" : resources.KeyOf(key))}\"}}")
        {
            Service = "logs",
            Headers = [("x-amz-target", $"Logs_20140328.{operation}"), ("Content-Type", "application/x-amz-json-1.1")],
        });
        Assert.Equal(isAllowed ? 200 : 400, answer.Status);
        if (!isAllowed)
        {
            Assert.Equal(
                $$"""{"__type":"AccessDeniedException","Message":"The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:111122223333:log-group:{{group}}'"}""",
                answer.Body.Replace("\\u0027", "'", StringComparison.Ordinal));
        }
    }

    private Task<S3UnderTest.Answer> BusAsync(string operation, string bus, string key, string user) =>
        resources.SendAsync(new("POST", "/", user, $"{{\"Name\":\"{bus}\",\"KmsKeyIdentifier\":\"{key}\"}}")
        {
            Service = "events",
            Headers = [("x-amz-target", $"AWSEvents.{operation}"), ("Content-Type", "application/x-amz-json-1.1")],
        });
}
