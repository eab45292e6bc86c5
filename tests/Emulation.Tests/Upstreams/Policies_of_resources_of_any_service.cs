namespace Emulation.Tests.Upstreams;

/// <summary>A policy of a resource whose service nobody wrote by hand is asked, or not set: never set and not asked. What a template guards by one is closed.</summary>
[Collection("One server behind LocalAws")]
public sealed class Policies_of_resources_of_any_service(FrontedLocalAws aws)
{
    private const string Ecr = "AmazonEC2ContainerRegistry_V20150921.";

    [Fact]
    public async Task Are_kept_and_asked_where_every_call_names_the_resource()
    {
        const string Repository = """{"repositoryName":"team/kept"}""";
        Assert.Equal(200, (await aws.JsonAsync("ecr", $"{Ecr}ListImages", Repository)).Status);

        var policy = """{"Version":"2008-10-17","Statement":[{"Sid":"no","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:user/may"},"Action":["ecr:ListImages"]}]}""";
        var set = await aws.JsonAsync("ecr", $"{Ecr}SetRepositoryPolicy", $$"""{"repositoryName":"team/kept","policyText":"{{policy.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""");
        Assert.Equal(200, set.Status);
        var before = aws.Server.Requests.Count;

        var denied = await aws.JsonAsync("ecr", $"{Ecr}ListImages", Repository);
        Assert.Equal(400, denied.Status);
        Assert.Contains("with an explicit deny in a resource-based policy", denied.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await aws.JsonAsync("ecr", $"{Ecr}ListImages", """{"repositoryName":"team/other"}""")).Status);
        Assert.Equal(200, (await aws.JsonAsync("ecr", $"{Ecr}DescribeImages", Repository)).Status);

        // Which repository is meant nobody reads: it may be that one.
        Assert.Equal(400, (await aws.JsonAsync("ecr", $"{Ecr}ListImages", """{"repositoryName":{"a":"b"}}""")).Status);
        Assert.Equal(before + 2, aws.Server.Requests.Count);

        Assert.Equal(200, (await aws.JsonAsync("ecr", $"{Ecr}DeleteRepositoryPolicy", Repository)).Status);
        Assert.Equal(200, (await aws.JsonAsync("ecr", $"{Ecr}ListImages", Repository)).Status);
    }

    [Theory]
    [InlineData("glue", "AWSGlue.PutResourcePolicy", "PolicyInJson")]
    [InlineData("ecr", $"{Ecr}PutRegistryPolicy", "policyText")]
    public async Task Are_not_set_where_they_would_not_be_asked(string service, string target, string member)
    {
        var before = aws.Server.Requests.Count;
        var refused = await aws.JsonAsync(service, target, $$"""{"{{member}}":"{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}""");

        Assert.Equal(501, refused.Status);
        Assert.Contains($"--allow-underived {service}", refused.Body, StringComparison.Ordinal);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("guarded", 501)]
    [InlineData("open", 200)]
    public async Task Close_a_repository_of_the_template(string name, int status) =>
        Assert.Equal(status, (await aws.JsonAsync("ecr", $"{Ecr}DescribeImages", $$"""{"repositoryName":"{{name}}"}""")).Status);

    [Theory]
    [InlineData("guarded", 501)]
    [InlineData("open", 200)]
    public async Task Close_a_vault_of_the_template(string name, int status)
    {
        var answer = await aws.SendAsync("backup", "DELETE", $"/backup-vaults/{name}", "", FrontedLocalAws.May);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 501, answer.Body.Contains("Vault.AccessPolicy", StringComparison.Ordinal));
    }
}
