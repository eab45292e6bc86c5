using Emulation.Fronts.Sns;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Sns;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS".</summary>
public sealed class What_a_call_of_SNS_asks : IDisposable
{
    private const string Account = "arn:aws:sns:us-east-1:111122223333";
    private const string T = $"{Account}:orders";
    private const string App = $"{Account}:app/GCM/shop";
    private const string Endpoint = $"{Account}:endpoint/GCM/shop/5e3e9847-3183-3f18-a7e8-671c3a57d4b3";
    private const string Subscription = $"{T}:6b0e71bd-7e97-4d97-80ce-4a0994e55286";
    private const string Role = "arn:aws:iam::111122223333:role/Logger";
    private const string PassesRole = $"iam:PassRole {Role} iam:PassedToService=sns.amazonaws.com";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "AddPermission", $$"""{"TopicArn":"{{T}}","Label":"a","AWSAccountId":["444455556666"],"ActionName":["Publish"]}""", [$"sns:AddPermission {T}"] },
        { "CheckIfPhoneNumberIsOptedOut", """{"phoneNumber":"+41440000000"}""", [$"sns:CheckIfPhoneNumberIsOptedOut {Account}:*"] },
        { "ConfirmSubscription", $$"""{"TopicArn":"{{T}}","Token":"t"}""", [$"sns:ConfirmSubscription {T}"] },
        { "CreatePlatformApplication", $$"""{"Name":"shop","Platform":"GCM","Attributes":{"SuccessFeedbackRoleArn":"{{Role}}"} }""", [$"sns:CreatePlatformApplication {Account}:app/", PassesRole] },
        { "CreatePlatformEndpoint", $$"""{"PlatformApplicationArn":"{{App}}","Token":"t"}""", [$"sns:CreatePlatformEndpoint {App}"] },
        { "CreateSMSSandboxPhoneNumber", """{"PhoneNumber":"+41440000000"}""", [$"sns:CreateSMSSandboxPhoneNumber {Account}:*"] },
        { "CreateTopic", """{"Name":"orders"}""", [$"sns:CreateTopic {T}"] },
        { "DeleteEndpoint", $$"""{"EndpointArn":"{{Endpoint}}"}""", [$"sns:DeleteEndpoint {App}"] },
        { "DeletePlatformApplication", $$"""{"PlatformApplicationArn":"{{App}}"}""", [$"sns:DeletePlatformApplication {App}"] },
        { "DeleteSMSSandboxPhoneNumber", """{"PhoneNumber":"+41440000000"}""", [$"sns:DeleteSMSSandboxPhoneNumber {Account}:*"] },
        { "DeleteTopic", $$"""{"TopicArn":"{{T}}"}""", [$"sns:DeleteTopic {T}"] },
        { "GetDataProtectionPolicy", $$"""{"ResourceArn":"{{T}}"}""", [$"sns:GetDataProtectionPolicy {T}"] },
        { "GetEndpointAttributes", $$"""{"EndpointArn":"{{Endpoint}}"}""", [$"sns:GetEndpointAttributes {App}"] },
        { "GetPlatformApplicationAttributes", $$"""{"PlatformApplicationArn":"{{App}}"}""", [$"sns:GetPlatformApplicationAttributes {App}"] },
        { "GetSMSAttributes", """{"attributes":""}""", [$"sns:GetSMSAttributes {Account}:*"] },
        { "GetSMSSandboxAccountStatus", "{}", [$"sns:GetSMSSandboxAccountStatus {Account}:*"] },
        { "GetSubscriptionAttributes", $$"""{"SubscriptionArn":"{{Subscription}}"}""", [$"sns:GetSubscriptionAttributes {T}"] },
        { "GetTopicAttributes", $$"""{"TopicArn":"{{T}}"}""", [$"sns:GetTopicAttributes {T}"] },
        { "ListEndpointsByPlatformApplication", $$"""{"PlatformApplicationArn":"{{App}}"}""", [$"sns:ListEndpointsByPlatformApplication {App}"] },
        { "ListOriginationNumbers", "{}", [$"sns:ListOriginationNumbers {Account}:*"] },
        { "ListPhoneNumbersOptedOut", "{}", [$"sns:ListPhoneNumbersOptedOut {Account}:*"] },
        { "ListPlatformApplications", "{}", [$"sns:ListPlatformApplications {Account}:*"] },
        { "ListSMSSandboxPhoneNumbers", "{}", [$"sns:ListSMSSandboxPhoneNumbers {Account}:*"] },
        { "ListSubscriptions", "{}", [$"sns:ListSubscriptions {Account}:*"] },
        { "ListSubscriptionsByTopic", $$"""{"TopicArn":"{{T}}"}""", [$"sns:ListSubscriptionsByTopic {T}"] },
        { "ListTagsForResource", $$"""{"ResourceArn":"{{T}}"}""", [$"sns:ListTagsForResource {T}"] },
        { "ListTopics", "{}", [$"sns:ListTopics {Account}:*"] },
        { "OptInPhoneNumber", """{"phoneNumber":"+41440000000"}""", [$"sns:OptInPhoneNumber {Account}:*"] },
        { "Publish", $$"""{"TopicArn":"{{T}}","Message":"m"}""", [$"sns:Publish {T}"] },
        { "PublishBatch", $$"""{"TopicArn":"{{T}}","PublishBatchRequestEntries":[{"Id":"1","Message":"m"},{"Id":"2","Message":"m"}]}""", [$"sns:Publish {T}"] },
        { "PutDataProtectionPolicy", $$"""{"ResourceArn":"{{T}}","DataProtectionPolicy":"{}"}""", [$"sns:PutDataProtectionPolicy {T}"] },
        { "RemovePermission", $$"""{"TopicArn":"{{T}}","Label":"a"}""", [$"sns:RemovePermission {T}"] },
        { "SetEndpointAttributes", $$"""{"EndpointArn":"{{Endpoint}}","Attributes":{"Enabled":"true"} }""", [$"sns:SetEndpointAttributes {App}"] },
        { "SetPlatformApplicationAttributes", $$"""{"PlatformApplicationArn":"{{App}}","Attributes":{"FailureFeedbackRoleArn":"{{Role}}"} }""", [$"sns:SetPlatformApplicationAttributes {App}", PassesRole] },
        { "SetSMSAttributes", $$"""{"attributes":{"DeliveryStatusIAMRole":"{{Role}}","DefaultSMSType":"Transactional"} }""", [$"sns:SetSMSAttributes {Account}:*", PassesRole] },
        { "SetSubscriptionAttributes", $$"""{"SubscriptionArn":"{{Subscription}}","AttributeName":"SubscriptionRoleArn","AttributeValue":"{{Role}}"}""", [$"sns:SetSubscriptionAttributes {T}", PassesRole] },
        { "SetTopicAttributes", $$"""{"TopicArn":"{{T}}","AttributeName":"HTTPSuccessFeedbackRoleArn","AttributeValue":"{{Role}}"}""", [$"sns:SetTopicAttributes {T}", PassesRole] },
        {
            "Subscribe", $$"""{"TopicArn":"{{T}}","Protocol":"email","Endpoint":"a@example.com","Attributes":{"SubscriptionRoleArn":"{{Role}}"} }""",
            [$"sns:Subscribe {T} sns:Protocol=email sns:Endpoint=a@example.com", PassesRole]
        },
        { "TagResource", $$"""{"ResourceArn":"{{T}}","Tags":[{"Key":"team","Value":"a"}]}""", [$"sns:TagResource {T} aws:RequestTag/team=a aws:TagKeys=team"] },
        { "Unsubscribe", $$"""{"SubscriptionArn":"{{Subscription}}"}""", [$"sns:Unsubscribe {T}"] },
        { "UntagResource", $$"""{"ResourceArn":"{{T}}","TagKeys":["team"]}""", [$"sns:UntagResource {T} aws:TagKeys=team"] },
        { "VerifySMSSandboxPhoneNumber", """{"PhoneNumber":"+41440000000","OneTimePassword":"000000"}""", [$"sns:VerifySMSSandboxPhoneNumber {Account}:*"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_is_about(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new SnsService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() =>
        Assert.Equal(new SnsService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Is_all_that_a_new_topic_comes_with() => Assert.Equal(
        [
            $"sns:CreateTopic {T} aws:RequestTag/team=a aws:TagKeys=team", PassesRole, $"sns:TagResource {T} aws:RequestTag/team=a aws:TagKeys=team", $"sns:PutDataProtectionPolicy {T}",
        ],
        await call.AsksAsync(
            new SnsService(), "CreateTopic",
            $$"""{"Name":"orders","Attributes":{"SQSFailureFeedbackRoleArn":"{{Role}}"},"Tags":[{"Key":"team","Value":"a"}],"DataProtectionPolicy":"{}"}"""));

    /// <summary>A recorded refusal: <c>SNS:Publish on resource: +91...</c>, so that a policy of topics allows no text message.</summary>
    [Theory]
    [InlineData("PhoneNumber", "+41440000000")]
    [InlineData("TargetArn", Endpoint)]
    [InlineData("TargetArn", T)]
    public async Task Is_what_is_published_to(string member, string target) =>
        Assert.Equal([$"sns:Publish {target}"], await call.AsksAsync(new SnsService(), "Publish", $$"""{"{{member}}":"{{target}}","Message":"m"}"""));

    [Theory]
    [InlineData("Publish", $$"""{"TopicArn":"{{T}}","TargetArn":"{{T}}2","Message":"m"}""")]
    [InlineData("Publish", """{"Message":"m"}""")]
    [InlineData("Publish", $$"""{"topicArn":"{{T}}","Message":"m"}""")]
    [InlineData("Publish", $$"""{"TopicArn":"{{Account}}:*","Message":"m"}""")]
    [InlineData("Publish", $$"""{"TopicArn":"{{Subscription}}","Message":"m"}""")]
    [InlineData("Publish", """{"TopicArn":"orders","Message":"m"}""")]
    [InlineData("DeleteTopic", """{"TopicArn":"arn:aws:sns:us-east-1::orders"}""")]
    [InlineData("DeleteTopic", $$"""{"TopicArn":"{{T}}\n"}""")]
    [InlineData("Unsubscribe", $$"""{"SubscriptionArn":"{{T}}"}""")]
    [InlineData("Unsubscribe", """{"SubscriptionArn":"PendingConfirmation"}""")]
    [InlineData("DeleteEndpoint", $$"""{"EndpointArn":"{{App}}"}""")]
    [InlineData("CreateTopic", """{"Name":"a:b"}""")]
    [InlineData("CreateTopic", """{"Name":["orders"]}""")]
    [InlineData("TagResource", $$"""{"ResourceArn":"{{T}}","Tags":"all"}""")]
    public async Task Is_nothing_where_the_call_does_not_say_what_it_touches(string operation, string members) =>
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.AsksAsync(new SnsService(), operation, members));
}
