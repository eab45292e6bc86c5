using Iam.Matching;

namespace Iam.Tests.Matching;

public class A_hostile_pattern
{
    [Fact]
    public void Takes_no_time_to_match()
    {
        var compiled = PolicyPattern.Compile(string.Concat(Enumerable.Repeat("*a", 200)) + "b", WildcardScope.Text, ignoreCase: false, variables: false);
        Assert.False(compiled.IsMatch(new string('a', 2000), new ConditionContext()));
    }
}
