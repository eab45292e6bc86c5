using System.Text.Json.Nodes;
using Emulation.Tests.Calls;
using Iam;
using static Emulation.Tests.Calls.EveryService;

namespace Emulation.Tests.CloudFormation;

/// <summary>Who may describe one stack may not for that list them all.</summary>
public sealed class What_describing_stacks_asks(EveryService every) : IClassFixture<EveryService>
{
    private const string All = "arn:aws:cloudformation:us-east-1:111122223333:stack/*";

    [Theory]
    [InlineData(All, "answered")]
    [InlineData("*", "answered")]
    [InlineData("arn:aws:cloudformation:us-east-1:111122223333:stack/NAME/*", "AccessDenied")]
    [InlineData("arn:aws:cloudformation:eu-west-1:111122223333:stack/*", "AccessDenied")]
    public async Task Of_all_is_to_list_them(string listed, string answer) => Assert.Equal(
        answer, await DescribeAsync([], StatementOf("Allow", "cloudformation:ListStacks", listed), StatementOf("Allow", "cloudformation:DescribeStacks", "*")));

    [Fact]
    public async Task Of_one_is_not()
    {
        var named = new JsonObject { ["StackName"] = every.Values.Of("cloudformation", "StackName") };
        Assert.Equal("answered", await DescribeAsync(named, StatementOf("Allow", "cloudformation:DescribeStacks", All)));
        Assert.Equal("AccessDenied", await DescribeAsync(named, StatementOf("Allow", "cloudformation:ListStacks", All)));
    }

    /// <summary>Whoever may do everything in another account has nothing here: a name is one of that account's own stacks, and an id says whose the stack is.</summary>
    [Fact]
    public async Task Is_nothing_to_another_account()
    {
        var own = every.Administrator;
        var other = own with { Principal = new IamUser(AccountId.Parse("444455556666"), "/", "admin", "AIDAOTHER") };
        var stack = every.Emulator.Stacks.Main;
        foreach (var (name, foreign) in new[] { (stack.Id, "AccessDenied"), (stack.Name, "ValidationError") })
        {
            Assert.Equal("answered", await every.CallAsync("cloudformation", "DescribeStacks", new JsonObject { ["StackName"] = name }, own));
            Assert.Equal(foreign, await every.CallAsync("cloudformation", "DescribeStacks", new JsonObject { ["StackName"] = name }, other));
        }

        Assert.Equal("answered", await every.CallAsync("cloudformation", "DescribeStacks", [], other));
    }

    private Task<string> DescribeAsync(JsonObject members, params string[] statements)
    {
        var stack = every.Values.Of("cloudformation", "StackName").ToString();
        return every.CallAsync("cloudformation", "DescribeStacks", members, CallerWith(PolicyOf(statements).Replace("NAME", stack, StringComparison.Ordinal)));
    }
}
