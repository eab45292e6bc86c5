using System.Globalization;
using System.IO.Enumeration;
using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// Functions of Java and Ruby whose packages have AWS's own runtime client for that language. Lambda Developer Guide, "Using an AWS base image for custom runtimes": "the runtime
/// interface client".
/// </summary>
internal sealed class PackagedClientRuntime : IRuntime
{
    private const string JavaClient = "aws-lambda-java-runtime-interface-client-*.jar";
    private const string JavaEntry = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private const string RubyClient = "aws_lambda_ric";

    private static readonly string[] RubyPrograms = ["bin", "exe"];

    public string Takes => "";

    public string? Lacks => null;

    public string FileOf(DeployedFunction function) => "";

    public bool Runs(DeployedFunction function) => Client(function, function.Code) is not null;

    /// <summary>Whether a function whose archive has these entries is of this kind, and can run here.</summary>
    public static bool Runs(Function function, IEnumerable<string> entries) =>
        function.Runtime.StartsWith("java", StringComparison.Ordinal)
            ? entries.Any(static name => FileSystemName.MatchesSimpleExpression(JavaClient, Path.GetFileName(name))) && SearchPath.Find("java") is not null
            : function.Runtime.StartsWith("ruby", StringComparison.Ordinal)
                && entries.Any(static name => name.StartsWith("vendor/bundle/ruby/", StringComparison.Ordinal) && Path.GetFileName(name) == RubyClient)
                && SearchPath.Find("ruby") is not null;

    public string? WhyNot(DeployedFunction function) => SearchPath.Find(ProgramOf(function)) is null
        ? $"It needs '{ProgramOf(function)}', which is not here. Install it, and put it on the PATH." : null;

    public IFunctionProject? ProjectOf(DeployedFunction function) => null;

    public LaunchCommand? CommandOf(DeployedFunction function, string code) =>
        Client(function, code) is not { } client || SearchPath.Find(ProgramOf(function)) is not { } program ? null
        : IsJava(function) ? new LaunchCommand(
            program,
            [
                // As much of the function's memory as .NET's heap has.
                string.Create(CultureInfo.InvariantCulture, $"-Xmx{function.Function.MemorySizeMb * 3 / 4}m"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", string.Join(Path.PathSeparator, new[] { code, Path.Combine(code, "*"), Path.Combine(code, "lib", "*") }), JavaEntry, function.Function.Handler,
            ],
            code)
        : new LaunchCommand(program, [client, function.Function.Handler], code)
        {
            Variables = new Dictionary<string, string> { ["GEM_PATH"] = Path.GetFullPath(Path.Combine(client, "..", "..", "..", "..")), ["RUBYLIB"] = code },
        };

    private static bool IsJava(DeployedFunction function) => function.Function.Runtime.StartsWith("java", StringComparison.Ordinal);

    private static string ProgramOf(DeployedFunction function) => IsJava(function) ? "java" : "ruby";

    private static string? Client(DeployedFunction function, string code) =>
        IsJava(function) ? new[] { code, Path.Combine(code, "lib") }.Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder, JavaClient)).FirstOrDefault()
        : function.Function.Runtime.StartsWith("ruby", StringComparison.Ordinal) ? RubyClients(Path.Combine(code, "vendor", "bundle", "ruby")).FirstOrDefault()
        : null;

    // vendor/bundle/ruby/3.3.0/gems/aws_lambda_ric-3.0.0/bin/aws_lambda_ric
    private static IEnumerable<string> RubyClients(string bundle) => Directory.Exists(bundle)
        ? Directory.EnumerateDirectories(bundle).Select(static version => Path.Combine(version, "gems")).Where(Directory.Exists)
            .SelectMany(static gems => Directory.EnumerateDirectories(gems, $"{RubyClient}-*"))
            .SelectMany(static gem => RubyPrograms.Select(folder => Path.Combine(gem, folder, RubyClient))).Where(File.Exists)
        : [];
}
