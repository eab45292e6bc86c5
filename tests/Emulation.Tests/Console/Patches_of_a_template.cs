using Emulation.Console.WhatIf;

namespace Emulation.Tests.Console;

/// <summary>A change of a text in the unified format.</summary>
public sealed class Patches_of_a_template
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\nnew\n6\n7\n8\n9\n", "@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n")]
    [InlineData("a\nb\n", "a\n", "@@ -1,2 +1,1 @@\n a\n-b\n")]
    [InlineData("a\nb", "a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n")]
    [InlineData("a\na\n", "a\na\na\n", "@@ -1,2 +1,3 @@\n a\n a\n+a\n")]
    public void Have_three_lines_around_the_change(string before, string after, string hunk) =>
        Assert.Equal($"--- a/template.yaml\n+++ b/template.yaml\n{hunk}", TemplatePatch.Of("template.yaml", before, after));

    [Fact]
    public void Are_empty_where_nothing_changes() => Assert.Empty(TemplatePatch.Of("template.yaml", "a\n", "a\n"));
}
