using Emulation.Wire;

namespace Emulation.Tests.Wire;

/// <summary>Printed commands hold what a template or a caller wrote, and are pasted.</summary>
public class A_word_of_a_shell
{
    [Theory]
    [InlineData("OrdersApi/orders/1", "OrdersApi/orders/1")]
    [InlineData("arn:aws:execute-api:us-east-1:1:a/*/$default", "'arn:aws:execute-api:us-east-1:1:a/*/$default'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("a b;c&d|e`f`", "'a b;c&d|e`f`'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Is_one_word_and_none_of_it_is_run(string word, string written) => Assert.Equal(written, ShellText.Word(word));
}
