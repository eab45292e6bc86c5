using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// What a function's <c>requirements.txt</c> asks for: pip installs it into the build folder. The function's own files stay where they are. "Working with .zip file archives
/// for Python Lambda functions".
/// </summary>
internal sealed partial class PythonPackages : IFunctionProject, IPublishedPackages
{
    private const string Requirements = "requirements.txt";
    private readonly string folder;
    private readonly Interpreter interpreter;
    private readonly string text;

    private PythonPackages(string folder, Interpreter interpreter, string text) => (this.folder, this.interpreter, this.text) = (folder, interpreter, text);

    /// <summary>The version of Python for which packages of another system are; this interpreter's where it is not told.</summary>
    public string? ForVersion { get; init; }

    /// <summary>One for each folder and minor version of Python, which compiled packages are made for.</summary>
    public bool HoldsSources => false;

    public string Name
    {
        get
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            return $"{Path.GetFileName(path)}-python{interpreter.Version.ToString(2)}-{Hash(path)[..8]}";
        }
    }

    public string Stamp => Hash($"{interpreter.Program}\n{interpreter.Version}\n{ForVersion}\n{text}");

    /// <summary>What a folder asks for; null where that is nothing.</summary>
    public static PythonPackages? Of(string folder, Interpreter interpreter, string? forVersion = null)
    {
        var file = Path.Combine(folder, Requirements);
        var text = File.Exists(file) ? TextOf(file, []) : "";
        return text.Length == 0 ? null : new PythonPackages(folder, interpreter, text) { ForVersion = forVersion };
    }

    /// <summary>The folder of the packages in the folder that they are built into.</summary>
    public static string FolderIn(string built) => Path.Combine(built, "python");

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        // Beside the folder in use, and put in its place when all of it is there.
        var (place, made, old) = (FolderIn(output.Folder), Path.Combine(output.Folder, "new"), Path.Combine(output.Folder, "old"));
        Delete(made);
        Delete(old);
        await InstallAsync(made, cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(made);
        if (Directory.Exists(place))
        {
            Directory.Move(place, old);
        }

        Directory.Move(made, place);
        Delete(old);
    }

    /// <summary>What pip has ready for that system: nothing is compiled. pip, "pip install", <c>--platform</c>.</summary>
    public async Task InstallAsync(BuildOutput output, string system, CancellationToken cancellation)
    {
        var version = ForVersion ?? interpreter.Version.ToString(2);
        string[] forSystem = ["--only-binary=:all:", "--python-version", version, .. PlatformsOf(system).SelectMany(static platform => new[] { "--platform", platform })];
        var (exitCode, said) = await PipAsync(["--quiet", "--no-compile", "--target", output.Folder, .. forSystem], cancellation).ConfigureAwait(false);
        if (exitCode != 0)
        {
            var file = Path.Combine(folder, Requirements);
            throw new FunctionBuildException(said.Contains("No module named pip", StringComparison.Ordinal) ? LacksPip(file)
                : $"{file}: pip could not install what it asks for, ready-made for {system} and Python {version}:{Environment.NewLine}{said}{Environment.NewLine}"
                    + "What has to be compiled is not published for another system: run 'sam build --use-container', and publish with --template .aws-sam/build/template.yaml.");
        }
    }

    /// <summary>The newest C library is that of the oldest base that is common. PEP 600, PEP 656.</summary>
    private static IEnumerable<string> PlatformsOf(string system)
    {
        var machine = system.EndsWith("-arm64", StringComparison.Ordinal) ? "aarch64" : "x86_64";
        string[] libraries = system.Contains("-musl-", StringComparison.Ordinal)
            ? ["musllinux_1_2", "musllinux_1_1"] : ["manylinux_2_34", "manylinux_2_31", "manylinux_2_28", "manylinux_2_27", "manylinux_2_24", "manylinux_2_17", "manylinux2014"];
        return libraries.Select(library => $"{library}_{machine}");
    }

    private async Task InstallAsync(string target, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, Requirements);
        var (exitCode, said) = await PipAsync(["--quiet", "--target", target], cancellation).ConfigureAwait(false);
        if (exitCode == 0 || await HasAllAsync(cancellation).ConfigureAwait(false))
        {
            return;
        }

        throw new FunctionBuildException(said.Contains("No module named pip", StringComparison.Ordinal)
            ? LacksPip(file)
            : $"{file}: pip could not install what it asks for:{Environment.NewLine}{said}{Environment.NewLine}Change the file so that "
                + $"'{interpreter.Program} -m pip install --target FOLDER --requirement {file}' works, or build the functions with 'sam build'.");
    }

    private string LacksPip(string file) =>
        $"{file} needs pip, which Python {interpreter.Version} has not ({interpreter.Program}). Install it ('{interpreter.Program} -m ensurepip', "
        + "or your system's python3-pip), or build the functions with 'sam build'.";

    /// <summary>Whether the interpreter has by itself all that is asked for, so that a machine without a network does not need it.</summary>
    private async Task<bool> HasAllAsync(CancellationToken cancellation)
    {
        var (exitCode, said) = await PipAsync(["--dry-run", "--no-index"], cancellation).ConfigureAwait(false);
        return exitCode == 0 && !said.Contains("Would install", StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Said)> PipAsync(string[] options, CancellationToken cancellation) => BuildProgram.RunAsync(
        interpreter.Program,
        ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", .. options, "--requirement", Path.GetFullPath(Path.Combine(folder, Requirements))],
        folder,
        // A person's own settings for their own packages do not go with --target.
        [("PIP_USER", "0"), ("PIP_REQUIRE_VIRTUALENV", "0")],
        cancellation);

    /// <summary>Its lines without comments, and those of the files that it names. pip, "Requirements File Format".</summary>
    private static string TextOf(string file, HashSet<string> seen)
    {
        if (!seen.Add(Path.GetFullPath(file)) || !File.Exists(file))
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var line in File.ReadLines(file).Select(static line => Comment().Replace(line, "").Trim()).Where(static line => line.Length > 0))
        {
            text.AppendLine(line);
            if (OtherFile().Match(line) is { Success: true } other)
            {
                text.Append(TextOf(Path.Combine(Path.GetDirectoryName(file)!, other.Groups["file"].Value), seen));
            }
        }

        return text.ToString();
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(-r|--requirement|-c|--constraint)[\s=]*(?<file>\S.*)$")]
    private static partial Regex OtherFile();
}
