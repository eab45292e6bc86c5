using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>
/// Shows that a build is going on: on a terminal what is built, what is being done and for how long, in a line that moves; one line per project in a pipe.
/// </summary>
internal static class BuildProgress
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <param name="build">The build. It tells each project as its build begins, and what is being done.</param>
    public static async Task RunAsync(Func<Action<string>, Action<string>, Task> build)
    {
        var started = Stopwatch.GetTimestamp();
        var built = new List<string>();
        if (AnsiConsole.Console.Profile.Out.IsTerminal)
        {
            await AnsiConsole.Status().StartAsync("Looking for changes", status => ShowAsync(build, built, started, text => status.Status(Markup.Escape(text))))
                .ConfigureAwait(false);
        }
        else
        {
            await build(
                project =>
                {
                    built.Add(project);
                    Console.Out.WriteLine($"Building {project}");
                },
                static _ => { }).ConfigureAwait(false);
        }

        if (built.Count > 0)
        {
            AnsiConsole.Console.Profile.Out.Writer.WriteLine($"Built {built.Count} function{(built.Count == 1 ? "" : "s")} in {Seconds(started, "0.0")} s.");
        }
    }

    private static async Task ShowAsync(Func<Action<string>, Action<string>, Task> build, List<string> built, long started, Action<string> show)
    {
        var doing = "";
        var gate = new Lock();
        var going = build(
            project => Show(() => built.Add(project)),
            step => Show(() => doing = $": {step}"));
        using var timer = new PeriodicTimer(Tick);
        while (!going.IsCompleted)
        {
            await Task.WhenAny(going, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
            Show(static () => { });
        }

        await going.ConfigureAwait(false);

        void Show(Action change)
        {
            lock (gate)
            {
                change();
                if (built.Count > 0)
                {
                    show($"Building {string.Join(", ", built)}{doing} ({Seconds(started, "0")} s)");
                }
            }
        }
    }

    private static string Seconds(long started, string format) => Stopwatch.GetElapsedTime(started).TotalSeconds.ToString(format, CultureInfo.InvariantCulture);
}
