using System.Diagnostics;
using System.Runtime.CompilerServices;
using Emulation;
using Emulation.Access;

namespace Harness;

/// <summary>Who may call what, kept as a file beside the tests: whoever changes access changes that file, and a reviewer sees it.</summary>
public static class AccessMatrix
{
    /// <summary>Set to <c>1</c> to take what the template says now: the kept file is written anew.</summary>
    public const string AcceptVariable = "LOCALAWS_ACCEPT";

    /// <summary>Compares the template's access matrix with the kept one. Nothing is started.</summary>
    /// <param name="options">Which templates; by default <c>template.yaml</c> in the folder of the tests or above.</param>
    /// <param name="file">
    /// The kept matrix, Markdown as <c>localaws matrix --format markdown</c> writes it; relative to the test's own file. By default <c>access-matrix.md</c>.
    /// </param>
    /// <param name="accept">Writes the kept matrix anew; so does <see cref="AcceptVariable"/>.</param>
    /// <param name="testFile">Set by the compiler.</param>
    /// <exception cref="AccessAssertionException">Somebody gained or lost a route; the message says who and what. What the file would be lies beside it.</exception>
    /// <exception cref="LocalAwsStartException">A template has errors.</exception>
    [StackTraceHidden]
    [OverloadResolutionPriority(1)] // "new() { ... }" means options.
    public static void Verify(LocalAwsOptions? options = null, string file = "access-matrix.md", bool accept = false, [CallerFilePath] string testFile = "")
    {
        var stacks = LocalAwsStartException.Guard(() => LoadedStacks.Load(EngineSettings.Of(options ?? new LocalAwsOptions())));
        var now = MatrixMarkdown.Write(Emulation.Access.AccessMatrix.Of(stacks), stacks.Title);
        var kept = Path.Combine(SourceFolder.Of(testFile), file);
        var received = Path.ChangeExtension(kept, $".received{Path.GetExtension(kept)}");
        if (accept || Environment.GetEnvironmentVariable(AcceptVariable) is "1" or "true")
        {
            File.WriteAllText(kept, now);
        }

        var differences = File.Exists(kept) ? MatrixCheck.Compare(File.ReadAllText(kept), now) : ["It is not there yet."];
        if (differences.Count == 0)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, now);
        throw new AccessAssertionException(
            $"{kept} is not what {(stacks.AreSeveral ? stacks.Title : stacks.Main.TemplatePath)} says.{Environment.NewLine}"
            + string.Concat(differences.Select(static difference => $"  {difference}{Environment.NewLine}"))
            + $"If the change is meant, take {Path.GetFileName(received)} in its place: {AcceptVariable}=1 dotnet test does.");
    }

    /// <summary>Compares the access matrix of a template with the kept one.</summary>
    /// <inheritdoc cref="Verify(LocalAwsOptions?, string, bool, string)"/>
    /// <param name="template">The template.</param>
    /// <param name="file">The kept matrix, relative to the test's own file.</param>
    /// <param name="accept">Writes the kept matrix anew.</param>
    /// <param name="testFile">Set by the compiler.</param>
    [StackTraceHidden]
    public static void Verify(string template, string file = "access-matrix.md", bool accept = false, [CallerFilePath] string testFile = "") =>
        Verify(new LocalAwsOptions { Template = template }, file, accept, testFile);
}
