using Emulation.Access;

namespace Emulation.Tests.Access;

/// <summary>The order of statements and values changes no condition; what must hold together, and what excludes, does.</summary>
public class Orders_of_conditions
{
    [Theory]
    [InlineData("if a and b or c", "if c or b and a")]
    [InlineData("if x [p, q], unless b", "if x [q, p], unless b")]
    [InlineData("it depends on a; b and c", "it depends on c and b; a")]
    [InlineData(null, null)]
    public void Are_the_same(string? one, string? other) => Assert.True(ConditionOrder.AreSame(one, other));

    [Theory]
    [InlineData("if a and b", "if a or b")]
    [InlineData("if a and b or c", "if a or b and c")]
    [InlineData("if a, unless b", "if b, unless a")]
    [InlineData("if a", "unless a")]
    [InlineData("if x [p, q]", "if x [p, r]")]
    [InlineData("if a", null)]
    public void Are_not_the_same(string? one, string? other) => Assert.False(ConditionOrder.AreSame(one, other));
}
