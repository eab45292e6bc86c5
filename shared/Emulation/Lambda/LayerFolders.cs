using System.Collections.Immutable;
using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda;

/// <summary>
/// The folders of a function's layers, which on Lambda are one, <c>/opt</c>. A process here has no <c>/opt</c> of its own, so its variables lead to the folders: those in which
/// Lambda looks for programs and packages, and those of the template that name <c>/opt</c>. Lambda Developer Guide, "Layer paths for each Lambda runtime".
/// </summary>
/// <param name="folders">The folders, the first below all others.</param>
internal sealed class LayerFolders(params ImmutableArray<string> folders)
{
    private const string Opt = "/opt";
    private const string Task = "/var/task";
    private const string Wrapper = "AWS_LAMBDA_EXEC_WRAPPER";

    private static readonly string[] Lists = ["PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "NODE_PATH", "GEM_PATH", "RUBYLIB", "CLASSPATH", "DOTNET_SHARED_STORE"];

    // A file of a later layer takes the place of one of the same name before it.
    private readonly ImmutableArray<string> folders = [.. folders.Reverse()];

    /// <summary>The command with what leads to the layers, and started by the function's wrapper where it has one.</summary>
    public LaunchCommand Over(LaunchCommand command, DeployedFunction function)
    {
        var own = function.Function.Environment;
        var variables = new Dictionary<string, string>(command.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in own.Where(static variable => variable.Value.Contains(Opt, StringComparison.Ordinal)))
        {
            // What the runtime made of the variable begins with the template's.
            variables[name] = InLayers(variables.GetValueOrDefault(name) ?? value, Lists.Contains(name));
        }

        foreach (var (name, path) in PathsOf(function.Function.Runtime))
        {
            var there = folders.Select(folder => Path.Combine(folder, path)).Where(Directory.Exists).ToList();
            if (there.Count > 0)
            {
                var before = variables.GetValueOrDefault(name) ?? (name == "PATH" ? Environment.GetEnvironmentVariable(name) ?? "/usr/bin:/bin" : own.GetValueOrDefault(name));
                variables[name] = string.Join(Path.PathSeparator, there.Where(one => before?.Split(Path.PathSeparator).Contains(one) != true).Prepend(before)
                    .Where(static one => !string.IsNullOrEmpty(one)));
            }
        }

        return Wrapped(variables.Count == 0 ? command : command with { Variables = variables }, function);
    }

    /// <summary>
    /// The wrapper that starts a function, as a path on this machine; null where it has none. Lambda Developer Guide, "Modifying the runtime environment": not of OS-only
    /// runtimes.
    /// </summary>
    public string? WrapperOf(DeployedFunction function) =>
        function.Function.Runtime.StartsWith("provided", StringComparison.Ordinal)
            || function.Function.Environment.GetValueOrDefault(Wrapper) is not { Length: > 0 } wrapper ? null
        : Below(wrapper, Task) is { } file ? Path.Combine(function.Code, file)
        : Below(wrapper, Opt) is { } inLayer ? folders.Select(folder => Path.Combine(folder, inLayer)).FirstOrDefault(File.Exists) ?? wrapper
        : wrapper;

    private LaunchCommand Wrapped(LaunchCommand command, DeployedFunction function) => WrapperOf(function) is not { } wrapper
        ? command
        : command with { Program = wrapper, Arguments = [command.Program, .. command.Arguments] };

    /// <summary>A value with the layers' folders in the place of <c>/opt</c>, where it is clear which of them is meant.</summary>
    private string InLayers(string value, bool isList) =>
        string.Join(':', value.Split(':').Select(part => Below(part, Opt) is { } path ? InLayers(part, path, isList) : part));

    private string InLayers(string part, string path, bool isList)
    {
        var there = folders.Select(folder => Path.Combine(folder, path)).Where(Path.Exists).ToList();
        return there.Count == 0 ? part
            : there.Count == 1 || File.Exists(there[0]) ? there[0]
            : isList ? string.Join(':', there)
            : part;
    }

    private static string? Below(string path, string folder) =>
        path == folder ? "" : path.StartsWith($"{folder}/", StringComparison.Ordinal) ? path[(folder.Length + 1)..] : null;

    private static IEnumerable<(string Variable, string Path)> PathsOf(string runtime)
    {
        yield return ("PATH", "bin");
        yield return ("LD_LIBRARY_PATH", "lib");
        if (runtime.StartsWith("python", StringComparison.Ordinal))
        {
            yield return ("PYTHONPATH", $"python/lib/{runtime}/site-packages");
            yield return ("PYTHONPATH", "python");
        }
        else if (runtime.StartsWith("nodejs", StringComparison.Ordinal))
        {
            yield return ("NODE_PATH", $"nodejs/node{runtime["nodejs".Length..].Split('.')[0]}/node_modules");
            yield return ("NODE_PATH", "nodejs/node_modules");
        }
        else if (runtime.StartsWith("ruby", StringComparison.Ordinal))
        {
            yield return ("GEM_PATH", $"ruby/gems/{runtime["ruby".Length..]}.0");
            yield return ("RUBYLIB", "ruby/lib");
        }
    }
}
