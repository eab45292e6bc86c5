using System.Globalization;

namespace Integration.Console;

/// <summary>As many as a day's work leaves: made while somebody looks, they scroll and filter without a stall.</summary>
[Trait("Stack", "own")]
public sealed class Ten_thousand_decisions(ConsoleStack stack) : IClassFixture<ConsoleStack>
{
    private const int Count = 10_000;

    /// <summary>In milliseconds: what a person notices.</summary>
    private const int LongestTask = 200;

    [Fact]
    public async Task Scroll_and_filter_without_a_stall()
    {
        var seen = await Chromium.SeesAsync("many", stack.Aws.EndpointUrl, Count.ToString(CultureInfo.InvariantCulture));

        Assert.All(seen.GetProperty("tasks").EnumerateArray(), static task => Assert.InRange(task.GetInt32(), 0, LongestTask));
        Assert.InRange(seen.GetProperty("rows").GetInt32(), 10, 100);
        Assert.StartsWith("10,0", seen.Text("said"), StringComparison.Ordinal);
        Assert.Contains("/orders/", seen.Text("last"), StringComparison.Ordinal);
        Assert.Empty(seen.Texts("errors"));
    }
}
