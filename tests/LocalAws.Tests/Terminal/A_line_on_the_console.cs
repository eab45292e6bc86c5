using Microsoft.Extensions.Logging;
using Tool.Terminal;

namespace Tool.Tests.Terminal;

/// <summary>Verdict, who, what, why, and what to type for more: read at a glance, whatever the width, and plain in a pipe.</summary>
public sealed class A_line_on_the_console
{
    private const string Id = "0b6c1f3e-5f5a-4ce6-9d0b-2f6c41a7e9aa";
    private const string Caller = "arn:aws:sts::111122223333:assumed-role/AuditorRole/me";
    private const string Why = "Denied by statement 'OnlyStorefrontPostsOrders' of the resource policy OrdersApi.Auth.ResourcePolicy (template.yaml:92).";
    private static readonly TimeOnly At = new(6, 56, 33);

    private static readonly KeyValuePair<string, object?>[] Refused =
    [
        new("Outcome", "refused"), new("Status", 403), new("What", "POST /orders of OrdersApi"), new("Principal", Caller), new("Reason", Why), new("Id", Id),
    ];

    [Fact]
    public void Is_one_plain_line_in_a_pipe() => Assert.Equal(
        $"06:56:33 refused 403 POST /orders of OrdersApi by AuditorRole/me: {Why} (explain {Id})\n", LineOf(Refused).Show(At, width: null, isColoured: true));

    [Fact]
    public void Has_on_a_terminal_the_verdict_first_and_the_reason_and_the_next_step_below() => Assert.Equal(
        $"""
        06:56:33  refused 403  POST /orders of OrdersApi by AuditorRole/me
                  Denied by statement 'OnlyStorefrontPostsOrders' of the resource policy
                  OrdersApi.Auth.ResourcePolicy (template.yaml:92).
                  localaws explain {Id}

        """.ReplaceLineEndings("\n"),
        LineOf(Refused).Show(At, width: 84, isColoured: false));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(300)]
    public void Breaks_no_word_and_loses_none(int width)
    {
        var shown = LineOf(Refused).Show(At, width, isColoured: false);

        Assert.Equal($"06:56:33 refused 403 POST /orders of OrdersApi by AuditorRole/me {Why} localaws explain {Id}".Split(' '), shown.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= width || line.Trim().Split(' ').Length <= 3, line));
    }

    [Theory]
    [InlineData("refused", "\e[31m")]
    [InlineData("closed", "\e[33m")]
    [InlineData("allowed", "\e[32m")]
    public void Is_coloured_by_its_verdict_alone(string outcome, string colour)
    {
        KeyValuePair<string, object?>[] values = [new("Outcome", outcome), .. Refused[1..]];

        Assert.Contains($"{colour}{outcome} 403\e[0m  POST /orders", LineOf(values).Show(At, 200, isColoured: true), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', LineOf(values).Show(At, 200, isColoured: false));
    }

    [Theory]
    [InlineData(LogLevel.Warning, "06:56:33 warning OrdersFunction ended (signal: killed).\n")]
    [InlineData(LogLevel.Error, "06:56:33 error OrdersFunction ended (signal: killed).\n")]
    [InlineData(LogLevel.Information, "06:56:33 OrdersFunction ended (signal: killed).\n")]
    public void Of_anything_else_is_its_sentence_without_a_number(LogLevel level, string shown) =>
        Assert.Equal(shown, ConsoleLayout.LineOf(level, [new("Function", "OrdersFunction")], "OrdersFunction ended (signal: killed).", Name, Asked).Show(At, null, false));

    private static ConsoleLine LineOf(IReadOnlyList<KeyValuePair<string, object?>> values) => ConsoleLayout.LineOf(LogLevel.Information, values, "", Name, Asked);

    [Fact]
    public void Calls_resources_as_the_template_does_and_says_no_name_twice()
    {
        const string Queue = "arn:aws:sqs:us-east-1:111122223333:local-Jobs-1A2B3C4D5E6F";
        KeyValuePair<string, object?>[] values =
        [
            .. Refused.Where(static value => value.Key is not ("What" or "Reason")),
            new("What", $"sqs:SendMessage on {Queue}"), new("Reason", $"No identity policy allows sqs:SendMessage on {Queue} to {Caller}."),
        ];

        Assert.Equal($"06:56:33 refused 403 sqs:SendMessage on Jobs by AuditorRole/me: No identity policy allows it. (explain {Id})\n", LineOf(values).Show(At, null, false));
    }

    /// <summary>The reason is a client's to write in part: only what this program says of this caller is cut.</summary>
    [Theory]
    [InlineData("No identity policy allows x on y to somebody else.")]
    [InlineData("Denied by statement 'No one allows it' of the identity policy P.")]
    public void Keeps_any_other_reason(string why) =>
        Assert.Equal(why, LineOf([.. Refused.Where(static value => value.Key != "Reason"), new("Reason", why)]).Why);

    private static string Asked(string what) => what.Replace("arn:aws:sqs:us-east-1:111122223333:local-Jobs-1A2B3C4D5E6F", "Jobs", StringComparison.Ordinal);

    private static string Name(string arn) => arn == Caller ? "AuditorRole/me" : arn;
}
