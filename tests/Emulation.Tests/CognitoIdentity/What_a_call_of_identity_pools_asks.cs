using System.Text.Json.Nodes;
using Emulation.Tests.Calls;

namespace Emulation.Tests.CognitoIdentity;

/// <summary>What policies are asked about a call: the pool that it acts on or everything, tags, and everything else that the call does.</summary>
public sealed class What_a_call_of_identity_pools_asks(EveryService every) : IClassFixture<EveryService>
{
    private const string Denied = "AccessDeniedException";
    private const string Answered = "answered";
    private const string New = """{"IdentityPoolName":"new","AllowUnauthenticatedIdentities":false}""";

    /// <summary>Operations without a resource type need a permission on everything: one on a pool that the call names besides is none.</summary>
    [Theory]
    [InlineData("CreateIdentityPool", New)]
    [InlineData("DescribeIdentity", """{"IdentityId":"IDENTITY"}""")]
    [InlineData("DeleteIdentities", """{"IdentityIdsToDelete":["us-east-1:00000000-0000-0000-0000-000000000000"]}""")]
    [InlineData("SetIdentityPoolRoles", """{"IdentityPoolId":"POOL","Roles":{}}""")]
    [InlineData("SetPrincipalTagAttributeMap", """{"IdentityPoolId":"POOL","IdentityProviderName":"provider"}""")]
    public async Task Is_about_everything_where_the_operation_has_no_resource(string operation, string members)
    {
        Assert.Equal(Answered, await CallAsync(operation, members, Allow("cognito-identity:*", "*")));
        Assert.Equal(Denied, await CallAsync(operation, members, Allow("cognito-identity:*", every.IdentityPoolArn)));
        Assert.Equal(Denied, await CallAsync(operation, With(members, "IdentityPoolId", PoolId), Allow("cognito-identity:*", every.IdentityPoolArn)));
    }

    /// <summary>AWS's refusal shows the ARN of no pool in particular.</summary>
    [Fact]
    public async Task Lists_pools_by_a_permission_on_all_of_them()
    {
        const string Members = """{"MaxResults":10}""";
        Assert.Equal(Answered, await CallAsync("ListIdentityPools", Members, Allow("cognito-identity:*", "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/*")));
        Assert.Equal(Denied, await CallAsync("ListIdentityPools", With(Members, "IdentityPoolId", PoolId), Allow("cognito-identity:*", every.IdentityPoolArn)));
    }

    [Theory]
    [InlineData("ListTagsForResource", "{}")]
    [InlineData("TagResource", """{"Tags":{"a":"1"}}""")]
    [InlineData("UntagResource", """{"TagKeys":["a"]}""")]
    public async Task Is_about_the_pool_of_its_arn(string operation, string members)
    {
        var foreign = With(members, "ResourceArn", $"{every.IdentityPoolArn[..^1]}x");

        Assert.Equal(Answered, await CallAsync(operation, With(members, "ResourceArn", every.IdentityPoolArn), Allow("cognito-identity:*", every.IdentityPoolArn)));
        Assert.Equal(Denied, await CallAsync(operation, foreign, Allow("cognito-identity:*", every.IdentityPoolArn)));
        Assert.Equal(Denied, await CallAsync(operation, With(foreign, "IdentityPoolId", PoolId), Allow("cognito-identity:*", every.IdentityPoolArn)));
    }

    [Theory]
    [InlineData("DescribeIdentityPool", "{}")]
    [InlineData("GetIdentityPoolRoles", "{}")]
    [InlineData("ListIdentities", """{"MaxResults":10}""")]
    public async Task Knows_the_tags_of_the_pool(string operation, string members)
    {
        var call = With(members, "IdentityPoolId", PoolId);

        Assert.Equal(Denied, await CallAsync(operation, call, Guarded($"cognito-identity:{operation}", """{"StringEquals":{"aws:ResourceTag/team":"blue"}}""")));
        Assert.Equal(Answered, await CallAsync(operation, call, Guarded($"cognito-identity:{operation}", """{"StringEquals":{"aws:ResourceTag/team":"red"}}""")));
    }

    [Theory]
    [InlineData("CreateIdentityPool", """{"IdentityPoolTags":{"env":"prod"}}""", """{"StringEquals":{"aws:RequestTag/env":"prod"}}""")]
    [InlineData("TagResource", """{"Tags":{"env":"prod"}}""", """{"StringEquals":{"aws:RequestTag/env":"prod"}}""")]
    [InlineData("UntagResource", """{"TagKeys":["env"]}""", """{"ForAnyValue:StringEquals":{"aws:TagKeys":"env"}}""")]
    public async Task Knows_the_tags_of_the_call(string operation, string members, string condition)
    {
        var call = operation == "CreateIdentityPool" ? Merged(New, members) : With(members, "ResourceArn", every.IdentityPoolArn);

        Assert.Equal(Denied, await CallAsync(operation, call, Guarded($"cognito-identity:{operation}", condition)));
        Assert.Equal(Answered, await CallAsync(operation, call, Guarded($"cognito-identity:{operation}", condition.Replace("prod", "dev", StringComparison.Ordinal).Replace("\"env\"", "\"other\"", StringComparison.Ordinal))));
    }

    /// <summary>Service Authorization Reference: cognito-identity:IdentityPoolArn. Identities of several pools are a question each.</summary>
    [Theory]
    [InlineData("DescribeIdentity", """{"IdentityId":"IDENTITY"}""")]
    [InlineData("DeleteIdentities", """{"IdentityIdsToDelete":["us-east-1:00000000-0000-0000-0000-000000000000","IDENTITY"]}""")]
    public async Task Knows_the_pool_of_an_identity(string operation, string members)
    {
        Assert.Equal(Denied, await CallAsync(operation, members, Guarded($"cognito-identity:{operation}", $$$"""{"ArnEquals":{"cognito-identity:IdentityPoolArn":"{{{every.IdentityPoolArn}}}"}}""")));
        Assert.NotEqual(Denied, await CallAsync("DescribeIdentity", """{"IdentityId":"IDENTITY"}""", Document(
            Statement("Allow", "cognito-identity:DescribeIdentity", "*", $$$"""{"ArnEquals":{"cognito-identity:IdentityPoolArn":"{{{every.IdentityPoolArn}}}"}}"""))));
        Assert.Equal(Denied, await CallAsync("DescribeIdentity", """{"IdentityId":"us-east-1:00000000-0000-0000-0000-000000000000"}""", Document(
            Statement("Allow", "cognito-identity:DescribeIdentity", "*", $$$"""{"ArnEquals":{"cognito-identity:IdentityPoolArn":"{{{every.IdentityPoolArn}}}"}}"""))));
    }

    [Fact]
    public async Task Asks_for_the_tags_of_a_new_pool()
    {
        var tagged = Merged(New, """{"IdentityPoolTags":{"clearance":"top"}}""");
        var creates = Statement("Allow", "cognito-identity:CreateIdentityPool", "*");

        Assert.Equal(Answered, await CallAsync("CreateIdentityPool", New, Document(creates)));
        Assert.Equal(Denied, await CallAsync("CreateIdentityPool", tagged, Document(creates)));
        Assert.Equal(Answered, await CallAsync("CreateIdentityPool", tagged, Document(creates, Statement("Allow", "cognito-identity:TagResource", "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:*"))));
    }

    [Fact]
    public async Task Asks_for_the_tags_that_an_update_brings_and_takes()
    {
        var updates = Statement("Allow", "cognito-identity:UpdateIdentityPool", "*");
        var tags = Statement("Allow", "cognito-identity:TagResource", "*");
        var pool = With("""{"IdentityPoolName":"again","AllowUnauthenticatedIdentities":true}""", "IdentityPoolId", PoolId);
        var more = Merged(pool, """{"IdentityPoolTags":{"team":"blue","stage":"test","more":"1"}}""");
        var fewer = Merged(pool, """{"IdentityPoolTags":{"team":"blue","stage":"test"}}""");

        // Whatever other calls have made of its tags.
        Assert.Equal(Answered, await CallAsync("UpdateIdentityPool", fewer, Allow("cognito-identity:*", "*")));

        Assert.Equal(Answered, await CallAsync("UpdateIdentityPool", pool, Document(updates)));
        Assert.Equal(Denied, await CallAsync("UpdateIdentityPool", more, Document(updates)));
        Assert.Equal(Answered, await CallAsync("UpdateIdentityPool", more, Document(updates, tags)));
        Assert.Equal(Denied, await CallAsync("UpdateIdentityPool", fewer, Document(updates, tags)));
        Assert.Equal(Answered, await CallAsync("UpdateIdentityPool", fewer, Document(updates, tags, Statement("Allow", "cognito-identity:UntagResource", "*"))));
    }

    [Theory]
    [InlineData(null, Answered)]
    [InlineData("""{"StringEquals":{"iam:PassedToService":"cognito-identity.amazonaws.com"}}""", Denied)]
    [InlineData("""{"StringEquals":{"aws:ResourceTag/team":"blue","iam:ResourceTag/team":"blue"}}""", Answered)]
    [InlineData("""{"StringEquals":{"iam:ResourceTag/team":"red"}}""", Denied)]
    public async Task Tells_of_a_role_its_tags_and_not_whom_it_is_for(string? condition, string answer) => Assert.Equal(answer, await CallAsync(
        "SetIdentityPoolRoles",
        $$$"""{"IdentityPoolId":"POOL","Roles":{"authenticated":"{{{EveryService.RoleArn}}}"}}""",
        Document(Statement("Allow", "cognito-identity:*", "*"), Statement("Allow", "iam:PassRole", "*", condition))));

    private string PoolId => every.IdentityPoolArn.Split('/')[1];

    private Task<string> CallAsync(string operation, string members, string policy) => every.CallAsync(
        "cognito-identity",
        operation,
        (JsonObject)JsonNode.Parse(members.Replace("IDENTITY", (string)every.Values.Of("cognito-identity", "IdentityId")!, StringComparison.Ordinal).Replace("POOL", PoolId, StringComparison.Ordinal))!,
        EveryService.CallerWith(policy));

    private static string With(string members, string name, JsonNode value) => Merged(members, new JsonObject { [name] = value }.ToJsonString());

    private static string Merged(string members, string more) => new JsonObject(
        JsonNode.Parse(members)!.AsObject().Concat(JsonNode.Parse(more)!.AsObject()).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
            .GroupBy(static member => member.Key).Select(static group => group.Last())).ToJsonString();

    private static string Guarded(string action, string condition) => Document(Statement("Allow", "*", "*"), Statement("Deny", action, "*", condition));

    private static string Allow(string action, string resource) => Document(Statement("Allow", action, resource));

    private static string Document(params string[] statements) => EveryService.PolicyOf(statements);

    private static string Statement(string effect, string action, string resource, string? condition = null) => EveryService.StatementOf(effect, action, resource, condition);
}
