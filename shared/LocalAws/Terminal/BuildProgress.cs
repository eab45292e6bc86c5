using System.Diagnostics;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Shows that a build is going on, with the time it takes: a spinner on a terminal, one line per project in a pipe.</summary>
internal static class BuildProgress
{
    public static async Task RunAsync(Func<Action<string>, Task> build)
    {
        var started = Stopwatch.GetTimestamp();
        var built = 0;
        if (AnsiConsole.Console.Profile.Out.IsTerminal)
        {
            await AnsiConsole.Status().StartAsync("Looking for changes", status => build(project =>
            {
                built++;
                status.Status(Markup.Escape($"Building {project}"));
            })).ConfigureAwait(false);
        }
        else
        {
            await build(project =>
            {
                built++;
                Console.Out.WriteLine($"Building {project}");
            }).ConfigureAwait(false);
        }

        if (built > 0)
        {
            AnsiConsole.Console.Profile.Out.Writer.WriteLine($"Built {built} function{(built == 1 ? "" : "s")} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");
        }
    }
}
