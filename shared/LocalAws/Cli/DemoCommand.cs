using System.CommandLine;
using Emulation;
using Emulation.Clients;
using Spectre.Console;
using Tool.Calling;
using Tool.Demo;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws demo</c>: 401 without a token and 200 with one, step by step; <c>localaws demo cleanup</c> deletes what it made.</summary>
internal static class DemoCommand
{
    public static Command Create(StackArguments stack)
    {
        var running = new RunningOptions(stack, takesStack: true, "Without it one is started for the demonstration.");
        var cleanup = new Command("cleanup", "Delete what the demonstration made.");
        var command = new Command("demo", "Show a sign-in and a signed request, with the commands that do the same.") { cleanup };
        running.AddTo(command);
        running.AddTo(cleanup);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() =>
            WithLocalAwsAsync(
                stack.Read(parsed), running.Given(parsed), running.FolderGiven(parsed), (session, token) => ShowAsync(session, CleanUpCommand(running.Repeated(parsed)), token),
                cancellation)));
        cleanup.SetAction((parsed, cancellation) =>
            Guard.RunAsync(() => WithLocalAwsAsync(stack.Read(parsed), running.Given(parsed), running.FolderGiven(parsed), CleanUpAsync, cancellation)));
        return command;
    }

    /// <summary>The command that finds what was made: at the same place.</summary>
    private static string CleanUpCommand(IEnumerable<string> place) => string.Join(' ', ((string[])["localaws", "demo", "cleanup", .. place]).Select(CurlText.Quoted));

    private static async Task<int> ShowAsync(DemoSession session, string cleanUp, CancellationToken cancellation)
    {
        var screen = new DemoScreen(AnsiConsole.Console);
        await new DemoStory(session.Aws, session.Profiles, session.Stacks, session.Endpoint, screen).RunAsync(cancellation).ConfigureAwait(false);
        screen.Finish($"This deletes what was made: {cleanUp}");
        return screen.Wrong == 0 ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static async Task<int> CleanUpAsync(DemoSession session, CancellationToken cancellation)
    {
        var deleted = 0;
        await new DemoResources(session.Aws, session.Profiles.Administrator).DeleteAsync(
            DemoSubject.Of(session.Stacks).Function.FunctionName,
            line =>
            {
                deleted++;
                AnsiConsole.Console.Profile.Out.Writer.WriteLine(line);
            },
            cancellation).ConfigureAwait(false);
        AnsiConsole.Console.Profile.Out.Writer.WriteLine(deleted == 0 ? "There was nothing to delete." : "Nothing of the demonstration is left.");
        return CommandLine.Done;
    }

    private static async Task<int> WithLocalAwsAsync(
        EmulatorOptions options,
        Uri? running,
        string? data,
        Func<DemoSession, CancellationToken, Task<int>> work,
        CancellationToken cancellation)
    {
        var stacks = LoadedStacks.Load(options);
        var folder = data ?? Path.Combine(stacks.Folder, ".localaws");
        if (running is not null)
        {
            return await RunAsync(running, stacks, folder, options.Time, work, cancellation).ConfigureAwait(false);
        }

        await BuildProgress.RunAsync((report, step) => FunctionWiring.BuildAsync(options, stacks, report, cancellation, step)).ConfigureAwait(false);
        await using var emulator = await Emulator.StartAsync(options with { Port = 0, DataFolder = folder }, stacks, cancellation).ConfigureAwait(false);
        return await RunAsync(new Uri(emulator.EndpointUrl), stacks, folder, options.Time, work, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(
        Uri endpoint,
        LoadedStacks stacks,
        string folder,
        TimeProvider time,
        Func<DemoSession, CancellationToken, Task<int>> work,
        CancellationToken cancellation)
    {
        using var aws = new AwsCaller(endpoint, stacks.Main.Region, time);
        try
        {
            return await work(new DemoSession(aws, DemoProfiles.Read(folder, endpoint), stacks, endpoint), cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new UsageException($"Nothing answers at {endpoint}: {e.Message} Start LocalAws with 'localaws up', or leave its address out.");
        }
    }

    /// <summary>What both verbs work with.</summary>
    private sealed record DemoSession(AwsCaller Aws, DemoProfiles Profiles, LoadedStacks Stacks, Uri Endpoint);
}
