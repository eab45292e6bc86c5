using Iam.Matching;

namespace Iam.Tests.Matching;

/// <summary>What matched before is known again by its string alone, and only where nothing else decides.</summary>
public sealed class A_text_that_is_asked_again
{
    private static readonly ConditionContext Nothing = new();

    [Theory]
    [InlineData("sqs:SendMessage", "SQS:sendmessage", true)]
    [InlineData("sqs:*", "sqs:SendMessage", true)]
    [InlineData("sqs:SendMessage", "sqs:SendMessageBatch", false)]
    [InlineData("sqs:SendMessage", "sqs:ReceiveMessage", false)]
    public void Is_answered_the_same(string action, string asked, bool matches)
    {
        var pattern = PolicyPattern.Compile(action, WildcardScope.Text, ignoreCase: true, variables: false);
        Assert.Equal([matches, matches, matches], Enumerable.Range(0, 3).Select(_ => pattern.IsMatchAgain(asked, Nothing)));
    }

    [Fact]
    public void Keeps_no_other_from_being_compared()
    {
        var pattern = PolicyPattern.Compile("sqs:SendMessage", WildcardScope.Text, ignoreCase: true, variables: false);
        Assert.True(pattern.IsMatchAgain("sqs:SendMessage", Nothing));
        Assert.False(pattern.IsMatchAgain("sqs:PurgeQueue", Nothing));
        Assert.True(pattern.IsMatchAgain(new string("sqs:sendMessage"), Nothing));
        Assert.False(pattern.IsMatchAgain("sqs:PurgeQueue", Nothing));
    }

    [Fact]
    public void Is_compared_anew_where_a_variable_decides()
    {
        const string asked = "of ada";
        var pattern = PolicyPattern.Compile("of ${aws:username}", WildcardScope.Text, ignoreCase: false, variables: true);
        Assert.True(pattern.IsMatchAgain(asked, Of("ada")));
        Assert.False(pattern.IsMatchAgain(asked, Of("bob")));
    }

    private static ConditionContext Of(string name) => new ConditionContext().Set("aws:username", name);
}
