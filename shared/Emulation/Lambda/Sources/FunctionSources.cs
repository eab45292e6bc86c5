using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Lambda.Sources;

/// <summary>
/// Finds where the code of a stack's functions is: published already, in the template, what <c>sam build</c> left where that is newer than the sources, an archive, what a
/// Makefile makes, or a folder.
/// </summary>
/// <param name="stack">The stack.</param>
/// <param name="layers">The layers of all stacks, each with its stack.</param>
/// <param name="publishedOf">The folder of a function that is published already; null where it is not.</param>
/// <param name="runtimes">The kinds of functions that there are.</param>
internal sealed class FunctionSources(Stack stack, FunctionLayers layers, Func<Function, string?> publishedOf, LambdaRuntimes runtimes)
{
    private readonly SamBuild build = new(stack.SamBuildFolder);

    public DeployedFunction Of(Function function) => layers.Of(
        publishedOf(function) is { } published ? Ready(function, published)
        : function.InlineCode is { } text ? new DeployedFunction(function, "") { Source = new InlineCodeProject(function, text) }
        : function.CodeUri.Length == 0 ? new DeployedFunction(function, "")
        : !File.Exists(function.CodeUri) && (function.IsBuilt || SamBuild.Holds(function.CodeUri)) ? Ready(function, function.CodeUri)
        : build.FolderOf(function.LogicalId) is { } folder ? Built(function, folder)
        : Sources(function));

    /// <summary>What <c>sam build</c> left is taken while it is newer than the sources, and where they cannot be run by themselves.</summary>
    private DeployedFunction Built(Function function, string folder)
    {
        var built = Ready(function, folder) with { Watched = [.. build.Records, function.CodeUri] };
        if (build.IsNewerThan(SourceFiles.Of(function.CodeUri)))
        {
            return built with { Notes = ["Functions run what 'sam build' made: it is newer than their sources."] };
        }

        var sources = Sources(function);
        return (sources.Closed ?? runtimes.ClosureOf(sources)) is not null && runtimes.ClosureOf(built) is null
            ? built with { Notes = [$"{function.LogicalId} runs what 'sam build' made, which is older than its sources: run 'sam build' to have their changes."] }
            : sources with
            {
                Watched = built.Watched,
                Notes = sources.Notes.Add($"{function.LogicalId} is taken from its sources, which are newer than what 'sam build' made of them."),
            };
    }

    /// <summary>A folder that has all that the function needs: nothing of how it is built counts any more.</summary>
    private static DeployedFunction Ready(Function function, string folder) => new(function with { Build = null }, folder) { IsBuilt = true };

    private static DeployedFunction Sources(Function function)
    {
        var (code, id) = (function.CodeUri, function.LogicalId);
        var plain = new DeployedFunction(function, code);
        return string.Equals(function.Build?.Method, MakefileProject.Method, StringComparison.OrdinalIgnoreCase)
                ? MakefileProject.WhyNot(id, code) is { } cannotBeMade
                    ? Closed(plain, "Metadata.BuildMethod", cannotBeMade) : plain with { Source = new MakefileProject(id, code) }
            : !ArchiveProject.IsNamed(code) ? plain
            : ArchiveProject.WhyNot(code, function) is { } cannotBeRead ? Closed(plain, "CodeUri", cannotBeRead)
            : plain with { Source = new ArchiveProject(id, code) };
    }

    internal static DeployedFunction Closed(DeployedFunction function, string property, string why) => function with
    {
        Closed = new Closure(function.Function.Line, function.Function.LogicalId, property, why, "Its routes and policies count all the same."),
    };
}
