using System.Diagnostics;
using System.Xml;
using Emulation;
using Emulation.Access;
using Emulation.Lambda;
using Emulation.State;
using Tool.Terminal;

namespace Tool.Watch;

/// <summary>
/// Deploys what changes while LocalAws runs: templates, their configuration, the code of functions. What cannot be deployed leaves what runs as it is, and says why; the next
/// change is tried again.
/// </summary>
internal sealed class StackWatch
{
    /// <summary>How long a save may go unnoticed. Looking takes a few milliseconds for some hundred files; it never takes more than a twentieth of the time.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Nothing must change for so long: editors write a file in steps, and several files one after the other.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(40);

    private readonly EmulatorOptions options;
    private readonly Emulator emulator;
    private readonly DeploymentView view;
    private AccessMatrix? matrix;
    private StackSources sources;
    private SourceStamps seen;

    /// <param name="options">How the stacks are loaded.</param>
    /// <param name="emulator">What runs.</param>
    /// <param name="loadedFrom">What the sources were when it was loaded.</param>
    /// <param name="view">Where a person sees what happens.</param>
    public StackWatch(EmulatorOptions options, Emulator emulator, (StackSources Sources, SourceStamps Stamps) loadedFrom, DeploymentView view)
    {
        (this.options, this.emulator, this.view) = (options, emulator, view);
        (sources, seen) = loadedFrom;
    }

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var now = Look(sources);
            var pause = Stopwatch.GetElapsedTime(began) * 20;
            if (now is not null && !now.AreThoseOf(seen))
            {
                var before = seen;
                await SettleAsync(now, cancellation).ConfigureAwait(false);
                await DeployAsync(began, seen.ChangedSince(before), cancellation).ConfigureAwait(false);
            }

            await Task.Delay(pause > Between ? pause : Between, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(SourceStamps? now, CancellationToken cancellation)
    {
        do
        {
            seen = now ?? seen;
            await Task.Delay(Quiet, cancellation).ConfigureAwait(false);
            now = Look(sources);
        }
        while (!seen.AreThoseOf(now));
    }

    /// <summary>Null while a file is being written.</summary>
    private static SourceStamps? Look(StackSources sources)
    {
        try
        {
            return sources.Look();
        }
        catch (Exception e) when (e is IOException or XmlException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task DeployAsync(long began, IReadOnlyList<string> changed, CancellationToken cancellation)
    {
        var before = emulator.Stacks;
        try
        {
            var stacks = LoadedStacks.Load(options);
            Follow(StackSources.Of(options, stacks));
            await FunctionWiring.BuildAsync(options, stacks, view.Building, cancellation).ConfigureAwait(false);
            await emulator.DeployAsync(stacks, cancellation).ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(began);
            var old = matrix ?? AccessMatrix.Of(before);
            matrix = AccessMatrix.Of(stacks);
            var closed = stacks.Closures.Select(static one => one.ToString()).Except(before.Closures.Select(static one => one.ToString()), StringComparer.Ordinal);
            view.Deployed(changed, took, AccessChanges.Between(old, matrix), [.. closed], emulator.Functions.Renewed);
            _ = emulator.TryRenewedAsync();
        }
        catch (TemplateException e)
        {
            Follow(sources.With(options, e.Files));
            view.Failed([.. e.Errors.Select(static error => error.ToString())]);
        }
        catch (Exception e) when (e is UsageException or FunctionBuildException or StateFolderException or IOException or UnauthorizedAccessException)
        {
            view.Failed([e.Message]);
        }
    }

    /// <summary>Looks at others from now on. What has changed since the last look is found by the next.</summary>
    private void Follow(StackSources other)
    {
        var (fresh, isKnown) = (Look(other), seen.AreThoseOf(Look(sources)));
        sources = other;
        seen = isKnown ? fresh ?? SourceStamps.None : SourceStamps.None;
    }
}
