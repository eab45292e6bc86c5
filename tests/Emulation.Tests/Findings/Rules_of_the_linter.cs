using Emulation.Findings;
using Sam;

namespace Emulation.Tests.Findings;

public class Rules_of_the_linter
{
    [Fact]
    public void Are_all_that_there_are() => Assert.Equal(
        typeof(Rule).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract).Select(static type => type.Name).Order(StringComparer.Ordinal),
        Linter.Rules.Select(static rule => rule.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Have_a_code_each_in_whose_order_they_stand()
    {
        var codes = Linter.Rules.Select(static rule => rule.Code).ToList();

        Assert.All(codes, static code => Assert.Matches("^LA[0-9]{3}$", code));
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public void Tell_of_every_trap_that_the_templates_reader_knows() =>
        Assert.Equal(Enum.GetValues<TrapKind>(), Linter.Rules.OfType<TrapRule>().Select(static rule => rule.Kind).Order());
}
