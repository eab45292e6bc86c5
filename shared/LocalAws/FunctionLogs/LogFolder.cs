using System.Text.RegularExpressions;
using Emulation;
using Sam.Errors;

namespace Tool.FunctionLogs;

/// <summary>A function whose log is meant.</summary>
/// <param name="Name">What it is called in the template.</param>
/// <param name="Path">Its log, which may not be there yet.</param>
internal sealed record LoggedFunction(string Name, string Path);

/// <summary>The logs of a state folder, a file for each function, which is named like the function on AWS.</summary>
/// <param name="folder">The folder.</param>
/// <param name="declared">The functions of the templates: what each is called, and its name on AWS.</param>
internal sealed partial class LogFolder(string folder, IReadOnlyList<(string Name, string FunctionName)> declared)
{
    private const string Ending = ".log";

    /// <summary>Every function that has a log, or may get one; those that printed last are last.</summary>
    public IReadOnlyList<LoggedFunction> All
    {
        get
        {
            string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Ending}") : [];
            var known = declared.Select(one => new LoggedFunction(one.Name, Path.Combine(folder, $"{one.FunctionName}{Ending}")));
            return
            [
                .. known.Concat(files.Select(file => new LoggedFunction(NameOf(Path.GetFileNameWithoutExtension(file)), file))).DistinctBy(static one => one.Path)
                    .OrderBy(static one => File.GetLastWriteTimeUtc(one.Path)),
            ];
        }
    }

    /// <summary>The functions of some names; all where none is named.</summary>
    /// <exception cref="UsageException">There is none of a name.</exception>
    public IReadOnlyList<LoggedFunction> Named(IReadOnlyCollection<string> names)
    {
        var all = All;
        foreach (var name in names)
        {
            if (!all.Any(one => Is(one, name)))
            {
                string[] known = [.. all.Select(static one => one.Name).Distinct().Order(StringComparer.Ordinal)];
                throw new UsageException($"No function is called '{name}'. {DidYouMean.Among(name, known)}");
            }
        }

        return names.Count == 0 ? all : [.. all.Where(one => names.Any(name => Is(one, name)))];
    }

    private static bool Is(LoggedFunction function, string name) =>
        function.Name == name || Path.GetFileNameWithoutExtension(function.Path) == name || function.Name.EndsWith($"/{name}", StringComparison.Ordinal);

    /// <summary>The logical id, which a generated name has in its middle: whatever the stack was called when it was up.</summary>
    private string NameOf(string functionName) => declared.FirstOrDefault(one => one.FunctionName == functionName).Name
        ?? (Generated().Match(functionName) is { Success: true } generated ? generated.Groups[1].Value : functionName);

    [GeneratedRegex(@"\A.+-([A-Za-z0-9]+)-[A-Za-z0-9]{12}\z")]
    private static partial Regex Generated();
}
