using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Emulation.Decisions.Recorded;

/// <summary>The calls of one run or of many, each once.</summary>
/// <param name="Runs">The runs in which something was called.</param>
/// <param name="Calls">What was called.</param>
internal sealed record CallRecords(ImmutableArray<RecordedRun> Runs, ImmutableArray<RecordedCall> Calls)
{
    /// <summary>Those of a folder.</summary>
    /// <exception cref="UsageException">There is no such folder, no run was recorded in it, or a file holds something else.</exception>
    public static CallRecords Read(string folder)
    {
        if (!Directory.Exists(folder) || Directory.EnumerateFiles(folder, CallRecorder.Files).Order(StringComparer.Ordinal).ToList() is not { Count: > 0 } files)
        {
            throw new UsageException(
                $"{folder}: no calls are recorded there. Record some: 'localaws up --record {folder}', or set {CallRecorder.Variable} to its absolute path and run the tests.");
        }

        return Of(files.SelectMany(static file => Lines(ReadShared(file), file)));
    }

    /// <summary>Those of a text, such as a page of a LocalAws that is up.</summary>
    /// <param name="text">Lines of JSON.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="UsageException">It is something else.</exception>
    public static CallRecords Parse(string text, string source) => Of(Lines(text, source));

    /// <summary>What a log of decisions tells, as lines.</summary>
    public static string Write(RecordedRun run, IEnumerable<DecisionEntry> entries) => string.Concat(
        entries.SelectMany(RecordedCall.Of).Select(static call => new RecordedLine { Call = call }.ToText()).Distinct(StringComparer.Ordinal)
            .Prepend(new RecordedLine { Run = run }.ToText()));

    private static CallRecords Of(IEnumerable<(string Text, RecordedLine Line)> lines)
    {
        var runs = ImmutableArray.CreateBuilder<RecordedRun>();
        var calls = new Dictionary<string, RecordedCall>(StringComparer.Ordinal);
        foreach (var (text, line) in lines)
        {
            if (line.Run is { } run)
            {
                runs.Add(run);
            }

            if (line.Call is { } call)
            {
                calls.TryAdd(text, call);
            }
        }

        return new CallRecords(runs.ToImmutable(), [.. calls.Values]);
    }

    private static IEnumerable<(string Text, RecordedLine Line)> Lines(string text, string source)
    {
        // Whoever was killed while it wrote a line has left that one without an end.
        var whole = text[..(text.LastIndexOf('\n') + 1)].Split('\n');
        for (var i = 0; i < whole.Length; i++)
        {
            if (whole[i].Length > 0)
            {
                yield return (whole[i], LineOf(whole[i]) ?? throw new UsageException(
                    string.Create(CultureInfo.InvariantCulture, $"{source}:{i + 1}: this is no line of recorded calls. Take the file out of the folder.")));
            }
        }
    }

    private static RecordedLine? LineOf(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RecordedJson.Default.RecordedLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A run that goes on may be read too.</summary>
    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
