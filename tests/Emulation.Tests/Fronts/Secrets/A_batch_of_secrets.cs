using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Fronts.Secrets;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Secrets;

/// <summary>AWS Secrets Manager API Reference, BatchGetSecretValue: a secret that is refused comes back as an error, and the others with their values.</summary>
public sealed class A_batch_of_secrets : IDisposable
{
    private const string A = "arn:aws:secretsmanager:us-east-1:111122223333:secret:a";
    private const string B = "arn:aws:secretsmanager:us-east-1:111122223333:secret:b";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Is_asked_for_each_secret()
    {
        var plan = await call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", """{"SecretIdList":["a","b"]}""");
        Assert.Equal(
            ["secretsmanager:BatchGetSecretValue *", $"secretsmanager:GetSecretValue {A} secretsmanager:SecretId={A}", $"secretsmanager:GetSecretValue {B} secretsmanager:SecretId={B}"], call.Asked);
        Assert.Equal("""{"SecretIdList":["a","b"]}""", plan.Sent!.ToJsonString());
    }

    [Fact]
    public async Task Is_sent_on_without_what_is_refused()
    {
        call.Forbidden.Add(B);
        var plan = await call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", """{"SecretIdList":["a","b"]}""");
        Assert.Equal("""{"SecretIdList":["a"]}""", plan.Sent!.ToJsonString());
        Assert.Equal(
            $$"""{"SecretValues":[{"Name":"a"}],"Errors":[{"SecretId":"b","ErrorCode":"AccessDeniedException","Message":"refused {{B}}"}]}""",
            plan.RewriteMembers!((JsonObject)JsonNode.Parse("""{"SecretValues":[{"Name":"a"}],"Errors":[]}""")!).ToJsonString());
    }

    [Fact]
    public async Task Is_not_sent_where_all_of_it_is_refused()
    {
        call.Forbidden.UnionWith([A, B]);
        var plan = await call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", """{"SecretIdList":["a","b"]}""");
        Assert.Equal(2, ((JsonArray)plan.Answer!["Errors"]!).Count);
        Assert.Empty((JsonArray)plan.Answer["SecretValues"]!);
    }

    /// <summary>What filters find is listed first, without values.</summary>
    [Fact]
    public async Task Is_asked_for_each_secret_that_its_filters_find()
    {
        call.Known["ListSecrets"] = $$"""{"SecretList":[{"ARN":"{{A}}"},{"ARN":"{{B}}"}],"NextToken":"more"}""";
        call.Forbidden.Add(B);
        var plan = await call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", """{"Filters":[{"Key":"name","Values":["a"]}]}""");
        Assert.Equal(["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"], plan.Asks.Select(static ask => ask.Action));
        Assert.Equal($$"""{"SecretIdList":["{{A}}"]}""", plan.Sent!.ToJsonString());
        Assert.Equal("more", (string?)plan.RewriteMembers!([])["NextToken"]);
    }

    [Fact]
    public async Task Asks_for_no_secret_where_batches_are_refused()
    {
        call.Forbidden.Add("*");
        await call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", """{"SecretIdList":["a"]}""");
        Assert.Equal(["secretsmanager:BatchGetSecretValue *"], call.Asked);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"SecretIdList":["a"],"Filters":[{"Key":"all"}]}""")]
    [InlineData("""{"SecretIdList":[["a"]]}""")]
    public async Task Names_secrets_in_one_way(string members) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.PlanAsync(new SecretsManagerService(), "BatchGetSecretValue", members));
}
