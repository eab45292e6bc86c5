namespace Integration.DynamoDb;

/// <summary>Resource policies of tables, of the template and put by calls, within the account and across accounts.</summary>
[Trait("Stack", "own")]
public sealed class Who_else_may_use_a_table : IAsyncLifetime
{
    private static readonly string Get = """{"TableName":"ARN","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""".Replace("ARN", Front.TableArn, StringComparison.Ordinal);
    private StandIn server = null!;
    private Front front = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StandIn.StartAsync();
        front = await Front.StartAsync(server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Is_another_accounts_role_that_its_policy_names()
    {
        Assert.Equal(200, (await front.CallAsync("PartnerRole", "GetItem", Get)).Status);
        var refused = await front.CallAsync("StrangerRole", "GetItem", Get);
        Assert.Equal("AccessDeniedException", refused.Type);
        Assert.EndsWith("because no resource-based policy allows the dynamodb:GetItem action", refused.Message, StringComparison.Ordinal);
        Assert.Equal("AccessDeniedException", (await front.CallAsync("PartnerRole", "DeleteItem", Get)).Type);
        Assert.Single(server.Forwarded);
    }

    /// <summary>A name is a table of the caller's own account, and that has none.</summary>
    [Fact]
    public async Task Is_nobody_of_another_account_who_says_the_name_alone()
    {
        var answer = await front.CallAsync("PartnerRole", "GetItem", Get.Replace(Front.TableArn, "scores", StringComparison.Ordinal));
        Assert.Equal("ResourceNotFoundException", answer.Type);
        Assert.Equal("ValidationException", (await front.CallAsync("PartnerRole", "ListTables", "{}")).Type);
        Assert.Equal("ResourceNotFoundException", (await front.CallAsync("PartnerRole", "ExecuteStatement", """{"Statement":"SELECT * FROM scores"}""")).Type);
        Assert.Equal("ValidationException", (await front.CallAsync("PartnerRole", "CreateTable", """{"TableName":"fresh"}""")).Type);
        Assert.Empty(server.Forwarded);
    }

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-west-1:111122223333:table/scores")]
    [InlineData("arn:aws-cn:dynamodb:us-east-1:111122223333:table/scores")]
    [InlineData("arn:aws:dynamodb:us-east-1:999999999999:table/scores")]
    public async Task Is_nobody_by_an_ARN_of_another_place(string arn)
    {
        var answer = await front.CallAsync((string?)null, "GetItem", Get.Replace(Front.TableArn, arn, StringComparison.Ordinal));
        Assert.Contains(answer.Type, (string[])["AccessDeniedException", "ResourceNotFoundException"]);
        Assert.Empty(server.Forwarded);
    }

    [Fact]
    public async Task Is_not_even_the_administrator_where_it_denies()
    {
        var answer = await front.CallAsync((string?)null, "DeleteTable", """{"TableName":"scores"}""");
        Assert.Equal("AccessDeniedException", answer.Type);
        Assert.EndsWith("with an explicit deny in a resource-based policy", answer.Message, StringComparison.Ordinal);
        Assert.Equal(200, (await front.CallAsync((string?)null, "DeleteTable", """{"TableName":"other"}""")).Status);
    }

    [Fact]
    public async Task Changes_with_a_call_at_once_and_for_good()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            const string Policy = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:role/StrangerRole\"},\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}""";
            await using (var first = await Front.StartAsync(server.Url, dataFolder: folder))
            {
                Assert.Equal("AccessDeniedException", (await first.CallAsync("StrangerRole", "GetItem", Get)).Type);
                var put = await first.CallAsync((string?)null, "PutResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}","Policy":"{{Policy}}"}""");
                Assert.Equal(200, put.Status);
                Assert.Equal(200, (await first.CallAsync("StrangerRole", "GetItem", Get)).Status);
                Assert.Equal("AccessDeniedException", (await first.CallAsync("PartnerRole", "GetItem", Get)).Type);
                var got = await first.CallAsync((string?)null, "GetResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}"}""");
                Assert.Equal(put.Body.GetProperty("RevisionId").GetString(), got.Body.GetProperty("RevisionId").GetString());
                Assert.Equal("PolicyNotFoundException", (await first.CallAsync((string?)null, "DeleteResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}","ExpectedRevisionId":"older"}""")).Type);
            }

            await using (var second = await Front.StartAsync(server.Url, dataFolder: folder))
            {
                Assert.Equal(200, (await second.CallAsync("StrangerRole", "GetItem", Get)).Status);
                Assert.Equal(200, (await second.CallAsync((string?)null, "DeleteResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}"}""")).Status);
                Assert.Equal("AccessDeniedException", (await second.CallAsync("StrangerRole", "GetItem", Get)).Type);
                Assert.Equal("AccessDeniedException", (await second.CallAsync("PartnerRole", "GetItem", Get)).Type);
                Assert.Equal("PolicyNotFoundException", (await second.CallAsync((string?)null, "GetResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}"}""")).Type);
            }

            Assert.DoesNotContain(server.Forwarded, static sent => sent.Operation.EndsWith("ResourcePolicy", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}""")]
    [InlineData("""nonsense""")]
    [InlineData("""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}]}""")]
    public async Task Is_left_as_it_was_by_a_policy_that_is_wrong_or_locks_its_maker_out(string policy)
    {
        var answer = await front.CallAsync((string?)null, "PutResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}","Policy":"{{policy}}"}""");
        Assert.Equal((400, "ValidationException"), (answer.Status, answer.Type));
        Assert.Equal(200, (await front.CallAsync("PartnerRole", "GetItem", Get)).Status);
    }

    /// <summary>A table that is made again under the name does not inherit whom the old one let in.</summary>
    [Fact]
    public async Task Is_forgotten_with_the_table_and_not_before()
    {
        const string Other = "arn:aws:dynamodb:us-east-1:111122223333:table/other";
        const string GetOther = $$"""{"TableName":"{{Other}}","Key":{"pk":{"S":"alice"} } }""";
        Assert.Equal(200, (await PutAsync(Other, "")).Status);
        server.Answer = static http => Task.FromResult(http.Response.StatusCode = 400);
        Assert.Equal(400, (await front.CallAsync((string?)null, "DeleteTable", """{"TableName":"other"}""")).Status);
        server.Answer = static http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "{}");
        Assert.Equal(200, (await front.CallAsync("StrangerRole", "GetItem", GetOther)).Status);
        Assert.Equal(200, (await front.CallAsync((string?)null, "DeleteTable", """{"TableName":"other"}""")).Status);
        Assert.Equal("AccessDeniedException", (await front.CallAsync("StrangerRole", "GetItem", GetOther)).Type);
    }

    [Fact]
    public async Task Is_replaced_only_in_the_revision_that_is_expected()
    {
        Assert.Equal("PolicyNotFoundException", (await PutAsync(Front.TableArn, "\"ExpectedRevisionId\":\"older\",")).Type);
        Assert.Equal("PolicyNotFoundException", (await PutAsync(Front.TableArn, "\"ExpectedRevisionId\":\"NO_POLICY\",")).Type);
        Assert.Equal("AccessDeniedException", (await front.CallAsync("StrangerRole", "GetItem", Get)).Type);

        // The template's policy has a revision too.
        var revision = (await front.CallAsync((string?)null, "GetResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}"}""")).Body.GetProperty("RevisionId").GetString();
        Assert.Equal(200, (await PutAsync(Front.TableArn, $"\"ExpectedRevisionId\":\"{revision}\",")).Status);
        Assert.Equal(200, (await front.CallAsync("StrangerRole", "GetItem", Get)).Status);
    }

    [Fact]
    public async Task Is_no_policy_of_more_than_20_KB_and_none_of_a_stream()
    {
        Assert.Contains("exceeds the maximum size", (await PutAsync(Front.TableArn, "", new string('x', 20 * 1024))).Message, StringComparison.Ordinal);
        Assert.Contains("tables only", (await PutAsync($"{Front.TableArn}/stream/2026-11-25T00:00:00.000", "")).Message, StringComparison.Ordinal);
        Assert.Equal("AccessDeniedException", (await front.CallAsync("StrangerRole", "GetItem", Get)).Type);
    }

    [Fact]
    public async Task Is_locked_out_when_it_says_that_it_wants_to_be()
    {
        const string DenyAll = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}]}""";
        Assert.Equal(200, (await front.CallAsync((string?)null, "PutResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}","ConfirmRemoveSelfResourceAccess":true,"Policy":"{{DenyAll}}"}""")).Status);
        Assert.Equal("AccessDeniedException", (await front.CallAsync((string?)null, "GetItem", Get)).Type);
    }

    private Task<Front.Answer> PutAsync(string arn, string more, string sid = "s")
    {
        const string Policy = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"SID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:role/StrangerRole\"},\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}""";
        return front.CallAsync((string?)null, "PutResourcePolicy", $$"""{"ResourceArn":"{{arn}}",{{more}}"Policy":"{{Policy.Replace("SID", sid, StringComparison.Ordinal)}}"}""");
    }

    [Fact]
    public async Task Is_put_by_whoever_may_put_it_only() =>
        Assert.Equal("AccessDeniedException", (await front.CallAsync("Player", "PutResourcePolicy", $$"""{"ResourceArn":"{{Front.TableArn}}","Policy":"{}"}""")).Type);

    /// <summary>The server's own ARN for a table is what its answers show, so clients give it back.</summary>
    [Fact]
    public async Task Is_the_same_by_the_servers_own_ARN()
    {
        const string Own = "arn:aws:dynamodb:ddblocal:000000000000:table/scores";
        Assert.Equal(200, (await front.CallAsync("PartnerRole", "GetItem", Get.Replace(Front.TableArn, Own, StringComparison.Ordinal))).Status);
        var refused = await front.CallAsync("StrangerRole", "GetItem", Get.Replace(Front.TableArn, Own, StringComparison.Ordinal));
        Assert.Contains($"on resource: {Front.TableArn} ", refused.Message, StringComparison.Ordinal);
    }
}
