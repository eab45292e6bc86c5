using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Captured;

/// <summary>What stands on the wire where there is nothing to say: no body, <c>{}</c>, or a refusal without words. login_workflows, group_workflows, refresh_rotation_workflows of radkawar/stackd.</summary>
public class Bodies_of_answers(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Are_empty_or_an_empty_object_by_the_operation()
    {
        var (client, tokens) = await SignedInAsync(new JsonObject { ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH") });
        Assert.Equal((HttpStatusCode.OK, "{}"), await CallAsync("RevokeToken", new JsonObject { ["ClientId"] = client, ["Token"] = tokens["RefreshToken"]!.DeepClone() }));
        (_, tokens) = await SignedInAsync(new JsonObject { ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_PASSWORD_AUTH") });
        Assert.Equal((HttpStatusCode.OK, ""), await CallAsync("DeleteUser", new JsonObject { ["AccessToken"] = tokens["AccessToken"]!.DeepClone() }));
        Assert.Equal((HttpStatusCode.BadRequest, """{"__type":"UserNotFoundException","message":"User does not exist."}"""), await CallAsync("DeleteUser", new JsonObject { ["AccessToken"] = tokens["AccessToken"]!.DeepClone() }));
    }

    [Fact]
    public async Task Have_no_message_where_a_rotating_token_was_revoked()
    {
        var (client, tokens) = await SignedInAsync(new JsonObject { ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_PASSWORD_AUTH"), ["RefreshTokenRotation"] = new JsonObject { ["Feature"] = "ENABLED" } });
        await CallAsync("RevokeToken", new JsonObject { ["ClientId"] = client, ["Token"] = tokens["RefreshToken"]!.DeepClone() });
        Assert.Equal((HttpStatusCode.BadRequest, """{"__type":"NotAuthorizedException"}"""), await CallAsync("GetTokensFromRefreshToken", new JsonObject { ["ClientId"] = client, ["RefreshToken"] = tokens["RefreshToken"]!.DeepClone() }));
    }

    private async Task<(string Client, JsonNode Tokens)> SignedInAsync(JsonObject client)
    {
        var pool = (string)(await aws.CallAsync("CreateUserPool", new JsonObject { ["PoolName"] = "bodies" }))["UserPool"]!["Id"]!;
        client["UserPoolId"] = pool;
        client["ClientName"] = "one";
        var id = (string)(await aws.CallAsync("CreateUserPoolClient", client))["UserPoolClient"]!["ClientId"]!;
        await aws.CallAsync("AdminCreateUser", new JsonObject { ["UserPoolId"] = pool, ["Username"] = "ann", ["MessageAction"] = "SUPPRESS" });
        await aws.CallAsync("AdminSetUserPassword", new JsonObject { ["UserPoolId"] = pool, ["Username"] = "ann", ["Password"] = TestPool.Password, ["Permanent"] = true });
        var login = new JsonObject { ["ClientId"] = id, ["AuthFlow"] = "USER_PASSWORD_AUTH", ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["PASSWORD"] = TestPool.Password } };
        return (id, JsonNode.Parse((await CallAsync("InitiateAuth", login)).Body)!["AuthenticationResult"]!);
    }

    private async Task<(HttpStatusCode Status, string Body)> CallAsync(string operation, JsonObject members)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.Endpoint) { Content = new StringContent(members.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
