using System.Text.Json.Nodes;
using Emulation.Tests.Calls;

namespace Emulation.Tests.Cognito.Pools;

/// <summary>What policies are asked about a call: the pool that it acts on, its tags, and everything else that the call does.</summary>
public sealed class What_a_call_of_user_pools_asks(EveryService every) : IClassFixture<EveryService>, IAsyncLifetime
{
    private const string Denied = "AccessDeniedException";
    private const string Answered = "answered";

    private string own = "";
    private string other = "";

    public async ValueTask InitializeAsync() => (own, other) = (await every.NewUserPoolAsync("blue"), await every.NewUserPoolAsync("red"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A permission on one pool is none on another, whatever else the call names.</summary>
    [Theory]
    [InlineData("ListTagsForResource", "{}")]
    [InlineData("TagResource", """{"Tags":{"a":"1"}}""")]
    [InlineData("UntagResource", """{"TagKeys":["a"]}""")]
    public async Task Is_about_the_pool_of_its_arn(string operation, string members)
    {
        var foreign = With(members, "ResourceArn", ArnOf(other));

        Assert.Equal(Answered, await CallAsync(operation, With(members, "ResourceArn", ArnOf(own)), Allow("cognito-idp:*", ArnOf(own))));
        Assert.Equal(Denied, await CallAsync(operation, foreign, Allow("cognito-idp:*", ArnOf(own))));
        Assert.Equal(Denied, await CallAsync(operation, With(foreign, "UserPoolId", own), Allow("cognito-idp:*", ArnOf(own))));
    }

    [Theory]
    [InlineData("ListUserPools", """{"MaxResults":10}""")]
    [InlineData("CreateUserPool", """{"PoolName":"new"}""")]
    [InlineData("DescribeUserPoolDomain", """{"Domain":"nowhere"}""")]
    public async Task Is_about_no_pool_where_the_operation_has_none(string operation, string members)
    {
        Assert.Equal(Answered, await CallAsync(operation, members, Allow("cognito-idp:*", "*")));
        Assert.Equal(Denied, await CallAsync(operation, members, Allow("cognito-idp:*", ArnOf(own))));
        Assert.Equal(Denied, await CallAsync(operation, With(members, "UserPoolId", own), Allow("cognito-idp:*", ArnOf(own))));
    }

    /// <summary>Whoever links somebody of a provider to a user lets them in as that user.</summary>
    [Theory]
    [InlineData("AdminLinkProviderForUser", """{"DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"ada"},"SourceUser":{"ProviderName":"Google","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"1"} }""", "ResourceNotFoundException")]
    [InlineData("AdminDisableProviderForUser", """{"User":{"ProviderName":"Cognito","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"ada"} }""", "UserNotFoundException")]
    public async Task Is_a_permission_of_its_own_to_link_and_part_users(string operation, string members, string answer)
    {
        var call = With(members, "UserPoolId", own);

        Assert.Equal(answer, await CallAsync(operation, call, Allow($"cognito-idp:{operation}", ArnOf(own))));
        Assert.Equal(Denied, await CallAsync(operation, call, Allow($"cognito-idp:{operation}", ArnOf(other))));
        Assert.Equal(Denied, await CallAsync(operation, call, Allow("cognito-idp:AdminUpdateUserAttributes", ArnOf(own))));
    }

    [Fact]
    public async Task Names_a_pool_or_is_no_call() => Assert.Equal("InvalidParameterException", await CallAsync("DescribeUserPool", "{}", Allow("cognito-idp:*", ArnOf(own))));

    /// <summary>Service Authorization Reference: the resource type userpool has aws:ResourceTag.</summary>
    [Theory]
    [InlineData("DescribeUserPool", "{}")]
    [InlineData("ListUsers", "{}")]
    [InlineData("GetUserPoolMfaConfig", "{}")]
    public async Task Knows_the_tags_of_the_pool(string operation, string members)
    {
        var guarded = Guarded($"cognito-idp:{operation}", """{"StringEquals":{"aws:ResourceTag/team":"blue"}}""");

        Assert.Equal(Denied, await CallAsync(operation, With(members, "UserPoolId", own), guarded));
        Assert.Equal(Answered, await CallAsync(operation, With(members, "UserPoolId", other), guarded));
    }

    [Theory]
    [InlineData("blue", Denied)]
    [InlineData("red", Answered)]
    public async Task Knows_the_tags_that_a_template_gives(string team, string answer) => Assert.Equal(answer, await CallAsync(
        "DescribeUserPool",
        $$"""{"UserPoolId":"{{every.UserPoolArn.Split('/')[1]}}"}""",
        Guarded("cognito-idp:DescribeUserPool", $$$"""{"StringEquals":{"aws:ResourceTag/team":"{{{team}}}"}}""")));

    [Theory]
    [InlineData("CreateUserPool", """{"PoolName":"new","UserPoolTags":{"env":"prod"}}""", """{"PoolName":"new","UserPoolTags":{"env":"dev"}}""", """{"StringEquals":{"aws:RequestTag/env":"prod"}}""")]
    [InlineData("CreateUserPool", """{"PoolName":"new","UserPoolTags":{"env":"prod"}}""", """{"PoolName":"new"}""", """{"ForAnyValue:StringEquals":{"aws:TagKeys":"env"}}""")]
    [InlineData("UpdateUserPool", """{"UserPoolTags":{"env":"prod"}}""", """{"UserPoolTags":{"env":"dev"}}""", """{"StringEquals":{"aws:RequestTag/env":"prod"}}""")]
    [InlineData("TagResource", """{"Tags":{"env":"prod"}}""", """{"Tags":{"env":"dev"}}""", """{"StringEquals":{"aws:RequestTag/env":"prod"}}""")]
    [InlineData("UntagResource", """{"TagKeys":["env"]}""", """{"TagKeys":["other"]}""", """{"ForAnyValue:StringEquals":{"aws:TagKeys":"env"}}""")]
    public async Task Knows_the_tags_of_the_call(string operation, string refused, string answered, string condition)
    {
        var guarded = Guarded($"cognito-idp:{operation}", condition);

        Assert.Equal(Denied, await CallAsync(operation, OnNewest(operation, refused), guarded));
        Assert.Equal(Answered, await CallAsync(operation, OnNewest(operation, answered), guarded));
    }

    /// <summary>What is no member of the operation is believed nowhere.</summary>
    [Fact]
    public async Task Believes_no_tags_that_the_operation_does_not_have()
    {
        var allowed = Document(Statement("Allow", "cognito-idp:DescribeUserPool", "*", """{"StringEquals":{"aws:RequestTag/env":"prod"}}"""));

        Assert.Equal(Denied, await CallAsync("DescribeUserPool", $$$"""{"UserPoolId":"{{{own}}}","Tags":{"env":"prod"},"UserPoolTags":{"env":"prod"}}""", allowed));
    }

    [Fact]
    public async Task Asks_for_the_tags_of_a_new_pool()
    {
        var creates = Allow("cognito-idp:CreateUserPool", "*");
        var tags = Document(Statement("Allow", "cognito-idp:CreateUserPool", "*"), Statement("Allow", "cognito-idp:TagResource", "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_*"));

        Assert.Equal(Answered, await CallAsync("CreateUserPool", """{"PoolName":"new"}""", creates));
        Assert.Equal(Answered, await CallAsync("CreateUserPool", """{"PoolName":"new","UserPoolTags":{}}""", creates));
        Assert.Equal(Denied, await CallAsync("CreateUserPool", """{"PoolName":"new","UserPoolTags":{"clearance":"top"}}""", creates));
        Assert.Equal(Answered, await CallAsync("CreateUserPool", """{"PoolName":"new","UserPoolTags":{"clearance":"top"}}""", tags));
    }

    [Fact]
    public async Task Asks_for_the_tags_that_an_update_brings_and_takes()
    {
        var updates = Document(Statement("Allow", "cognito-idp:UpdateUserPool", "*"));
        var tags = Document(Statement("Allow", "cognito-idp:UpdateUserPool", "*"), Statement("Allow", "cognito-idp:TagResource", "*"));
        var both = Allow("cognito-idp:*", "*");
        var members = $$"""{"UserPoolId":"{{other}}"}""";

        Assert.Equal(Denied, await CallAsync("UpdateUserPool", With(members, "UserPoolTags", new JsonObject { ["team"] = "red" }), updates));
        Assert.Equal(Answered, await CallAsync("UpdateUserPool", With(members, "UserPoolTags", new JsonObject { ["team"] = "red", ["more"] = "1" }), tags));
        Assert.Equal(Denied, await CallAsync("UpdateUserPool", With(members, "UserPoolTags", new JsonObject { ["team"] = "red" }), tags));
        Assert.Equal(Answered, await CallAsync("UpdateUserPool", With(members, "UserPoolTags", new JsonObject { ["team"] = "red" }), both));
    }

    /// <summary>An update that sends no tags takes them all away.</summary>
    [Fact]
    public async Task Asks_for_the_tags_that_an_update_drops_unsaid()
    {
        var members = $$"""{"UserPoolId":"{{other}}"}""";
        var updates = Document(Statement("Allow", "cognito-idp:UpdateUserPool", "*"));

        Assert.Equal(Denied, await CallAsync("UpdateUserPool", members, updates));
        Assert.Equal(Answered, await CallAsync("UpdateUserPool", members, Document(Statement("Allow", "cognito-idp:UpdateUserPool", "*"), Statement("Allow", "cognito-idp:UntagResource", "*"))));
        Assert.Equal(Answered, await CallAsync("UpdateUserPool", members, updates));
    }

    /// <summary>Captured of AWS: before it is known whether the group is there, also for the role that it has.</summary>
    [Fact]
    public async Task Asks_for_the_role_that_a_group_is_given()
    {
        var may = Document(Statement("Allow", "cognito-idp:*", "*"));
        var passes = Document(Statement("Allow", "cognito-idp:*", "*"), Statement("Allow", "iam:PassRole", EveryService.RoleArn));
        var group = $$"""{"UserPoolId":"{{own}}","GroupName":"staff","RoleArn":"{{EveryService.RoleArn}}"}""";

        Assert.Equal(Denied, await CallAsync("UpdateGroup", group, may));
        Assert.Equal("ResourceNotFoundException", await CallAsync("UpdateGroup", group, passes));
        Assert.Equal(Denied, await CallAsync("CreateGroup", group, may));
        Assert.Equal(Answered, await CallAsync("CreateGroup", group, passes));
        Assert.Equal(Denied, await CallAsync("CreateGroup", group, may));
        Assert.Equal("GroupExistsException", await CallAsync("CreateGroup", group, passes));
        Assert.Equal(Denied, await CallAsync("UpdateGroup", group, may));
        Assert.Equal(Answered, await CallAsync("UpdateGroup", group, passes));
        Assert.Equal(Answered, await CallAsync("UpdateGroup", $$"""{"UserPoolId":"{{own}}","GroupName":"staff"}""", may));
    }

    [Theory]
    [InlineData("CreateUserPool", """{"SmsConfiguration":{"SnsCallerArn":"ROLE"}}""")]
    [InlineData("UpdateUserPool", """{"SmsConfiguration":{"SnsCallerArn":"ROLE"}}""")]
    [InlineData("SetUserPoolMfaConfig", """{"SmsMfaConfiguration":{"SmsConfiguration":{"SnsCallerArn":"ROLE"}}}""")]
    [InlineData("CreateUserImportJob", """{"CloudWatchLogsRoleArn":"ROLE"}""")]
    [InlineData("CreateUserPoolClient", """{"AnalyticsConfiguration":{"RoleArn":"ROLE"}}""")]
    [InlineData("UpdateUserPoolClient", """{"AnalyticsConfiguration":{"RoleArn":"ROLE"}}""")]
    [InlineData("CreateGroup", """{"RoleArn":"ROLE"}""")]
    public async Task Asks_for_every_role_that_it_hands_over(string operation, string members)
    {
        var call = With(members.Replace("ROLE", EveryService.RoleArn, StringComparison.Ordinal), "UserPoolId", own);
        var may = Statement("Allow", "cognito-idp:*", "*");

        Assert.Equal(Denied, await CallAsync(operation, call, Document(may)));
        Assert.Equal(Denied, await CallAsync(operation, call, Document(may, Statement("Allow", "iam:PassRole", "arn:aws:iam::111122223333:role/other"))));
        Assert.NotEqual(Denied, await CallAsync(operation, call, Document(may, Statement("Allow", "iam:PassRole", EveryService.RoleArn))));
    }

    /// <summary>Captured of AWS for groups: there is no iam:PassedToService, and the role's tags are keys.</summary>
    [Theory]
    [InlineData("""{"StringEquals":{"iam:PassedToService":"cognito-idp.amazonaws.com"}}""", Denied)]
    [InlineData("""{"Null":{"iam:PassedToService":"true","iam:AssociatedResourceArn":"true"}}""", "GroupExistsException")]
    [InlineData("""{"StringEquals":{"aws:ResourceTag/team":"blue","iam:ResourceTag/team":"blue"}}""", "GroupExistsException")]
    [InlineData("""{"StringEquals":{"aws:ResourceTag/team":"red"}}""", Denied)]
    public async Task Tells_of_a_role_its_tags_and_not_whom_it_is_for(string condition, string answer)
    {
        var group = $$"""{"UserPoolId":"{{own}}","GroupName":"tagged","RoleArn":"{{EveryService.RoleArn}}"}""";
        await CallAsync("CreateGroup", group, Allow("*", "*"));

        Assert.Equal(answer, await CallAsync("CreateGroup", group, Document(Statement("Allow", "cognito-idp:*", "*"), Statement("Allow", "iam:PassRole", "*", condition))));
    }

    private static string ArnOf(string id) => $"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{id}";

    private Task<string> CallAsync(string operation, string members, string policy) =>
        every.CallAsync("cognito-idp", operation, (JsonObject)JsonNode.Parse(members)!, EveryService.CallerWith(policy));

    private string OnNewest(string operation, string members) => operation switch
    {
        "CreateUserPool" => members,
        "UpdateUserPool" => With(members, "UserPoolId", other),
        _ => With(members, "ResourceArn", ArnOf(other)),
    };

    private static string With(string members, string name, JsonNode value) => new JsonObject((JsonNode.Parse(members)!.AsObject()).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) { [name] = value }.ToJsonString();

    private static string Guarded(string action, string condition) => Document(Statement("Allow", "*", "*"), Statement("Deny", action, "*", condition));

    private static string Allow(string action, string resource) => Document(Statement("Allow", action, resource));

    private static string Document(params string[] statements) => EveryService.PolicyOf(statements);

    private static string Statement(string effect, string action, string resource, string? condition = null) => EveryService.StatementOf(effect, action, resource, condition);
}
