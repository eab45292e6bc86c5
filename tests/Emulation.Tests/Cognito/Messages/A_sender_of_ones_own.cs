using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Tests.Cognito.Messages;

/// <summary>CustomEmailSender and CustomSMSSender: the function gets the code, encrypted, and sends it in Cognito's place.</summary>
public sealed class A_sender_of_ones_own : IDisposable
{
    private const string Email = $$"""{"LambdaVersion":"V1_0","LambdaArn":"{{TestPool.FunctionArn}}Triggered"}""";

    private readonly TestPool pool = new(
        $$$"""{"AutoVerifiedAttributes":["email"],"LambdaConfig":{"CustomEmailSender":{{{Email}}},"CustomMessage":"{{{TestPool.FunctionArn}}}Triggered","KMSKeyID":"{{{TestCodeKeys.Arn}}}"}}""");

    public void Dispose() => pool.Dispose();

    [Fact]
    public async Task Gets_the_code_encrypted_and_nobody_else_gets_it()
    {
        await pool.DoAsync("SignUp", $$$"""{"Username":"ann","Password":"{{{TestPool.Password}}}","UserAttributes":[{"Name":"email","Value":"ann@example.com"}],"ClientMetadata":{"tone":"kind"}}""");
        var happened = pool.Events.Single();
        Assert.Equal(["version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request"], happened.Select(static member => member.Key));
        Assert.Equal(("1", "CustomEmailSender_SignUp", "ann"), ((string?)happened["version"], (string?)happened["triggerSource"], (string?)happened["userName"]));
        var request = happened["request"]!;
        Assert.Equal(("customEmailSenderRequestV1", "kind"), ((string?)request["type"], (string?)request["clientMetadata"]!["tone"]));
        Assert.Equal(("ann@example.com", "UNCONFIRMED"), ((string?)request["userAttributes"]!["email"], (string?)request["userAttributes"]!["cognito:user_status"]));

        var code = Open(happened);
        Assert.Matches("^[0-9]{6}$", code);
        var shown = Assert.Single(pool.Service.Outbox.Messages());
        Assert.Equal(("EMAIL", "ann@example.com", (string?)null), (shown.Medium, shown.Destination, shown.Code));
        Assert.Contains("Handed to the function Triggered (CustomEmailSender_SignUp)", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(code, shown.Body, StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("ConfirmSignUp", $$"""{"Username":"ann","ConfirmationCode":"{{code}}"}"""));
    }

    [Fact]
    public async Task Gets_a_temporary_password_as_HTML_has_it()
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"bob","TemporaryPassword":"A<b>&1234","UserAttributes":[{"Name":"email","Value":"bob@example.com"}],"DesiredDeliveryMediums":["EMAIL"]}""");
        var happened = pool.Events.Single();
        Assert.Equal(("CustomEmailSender_AdminCreateUser", "CLIENT_ID_NOT_APPLICABLE"), ((string?)happened["triggerSource"], (string?)happened["callerContext"]!["clientId"]));
        Assert.Null(happened["request"]!["clientMetadata"]);
        Assert.Equal("A&lt;b&gt;&amp;1234", Open(happened));
    }

    [Fact]
    public async Task Sends_what_goes_by_its_own_medium_alone()
    {
        await pool.AddUserAsync("eve", """[{"Name":"phone_number","Value":"+15555550123"},{"Name":"phone_number_verified","Value":"true"}]""");
        await pool.DoAsync("ForgotPassword", """{"Username":"eve"}""");
        Assert.Equal("CustomMessage_ForgotPassword", (string?)Assert.Single(pool.Events)["triggerSource"]);
        Assert.Matches("^[0-9]{6}$", pool.Code);
    }

    [Fact]
    public async Task Is_not_called_when_its_policy_does_not_let_Cognito()
    {
        using var forbidden = new TestPool(
            $$$"""{"AutoVerifiedAttributes":["email"],"LambdaConfig":{"CustomEmailSender":{"LambdaVersion":"V1_0","LambdaArn":"{{{TestPool.FunctionArn}}}Forbidden"},"KMSKeyID":"{{{TestCodeKeys.Arn}}}"}}""");
        Assert.StartsWith(
            "UnexpectedLambdaException: CustomEmailSender invocation failed due to error AccessDeniedException",
            await forbidden.RefusalAsync("SignUp", SignUp), StringComparison.Ordinal);
        Assert.Empty(forbidden.Events);
        Assert.Empty(forbidden.Service.Outbox.Messages());
    }

    [Fact]
    public async Task Is_not_called_when_the_code_cannot_be_encrypted()
    {
        pool.Keys.Refusal = new ServiceRefusal(400, "DisabledException", "The key is disabled.");
        Assert.Equal($"CodeDeliveryFailureException: The code cannot be encrypted with {TestCodeKeys.Arn}: The key is disabled.", await pool.RefusalAsync("SignUp", SignUp));
        Assert.Empty(pool.Events);
        Assert.Empty(pool.Service.Outbox.Messages());
    }

    [Theory]
    [InlineData($$"""{"CustomEmailSender":{{Email}}}""", "KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.")]
    [InlineData($$"""{"CustomSMSSender":{{Email}},"KMSKeyID":"arn:aws:kms:eu-west-1:111122223333:key/k"}""", "Invalid arn eu-west-1")]
    [InlineData($$"""{"CustomSMSSender":{"LambdaVersion":"V1_0","LambdaArn":"arn:aws:lambda:eu-west-1:111122223333:function:f"},"KMSKeyID":"{{TestCodeKeys.Arn}}"}""", "Cross-region lambda functions are not supported")]
    [InlineData(
        $$"""{"CustomEmailSender":{"LambdaVersion":"V2_0","LambdaArn":"{{TestPool.FunctionArn}}f"},"KMSKeyID":"{{TestCodeKeys.Arn}}"}""",
        "1 validation error detected: Value 'V2_0' at 'lambdaConfig.customEmailSender.lambdaVersion' failed to satisfy constraint: Member must satisfy enum value set: [V1_0]")]
    public async Task Is_configured_as_AWS_takes_it(string config, string refusal) =>
        Assert.Equal($"InvalidParameterException: {refusal}", await pool.RefusalAsync("UpdateUserPool", $$"""{"LambdaConfig":{{config}}}"""));

    private const string SignUp = $$"""{"Username":"ann","Password":"{{TestPool.Password}}","UserAttributes":[{"Name":"email","Value":"ann@example.com"}]}""";

    private string Open(JsonObject happened) => CodeReader.Open((string)happened["request"]!["code"]!, pool.PoolId, pool.Keys.Open);
}
