namespace DynamoServers;

/// <summary>A DynamoDB-compatible server, and how it is started.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AbsentBecause">Why it cannot be started here; null if it can.</param>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments, given a port.</param>
public sealed record ServerProgram(string Name, string? AbsentBecause, string File, Func<int, string[]> Arguments)
{
    private const string NodeFolder = "tests/DynamoServers/Node";

    /// <summary>Written in Python, with no code in common with the other.</summary>
    public static ServerProgram Moto { get; } = new(
        "moto", IsOnPath("moto_server") && IsOnPath("python3") ? null : "moto is not installed: pip install 'moto[server]'",
        "python3", static port => [Path.Combine(Repository.Root, "tests", "DynamoServers", "Moto", "serve.py"), $"{port}"]);

    /// <summary>Written in Rust, on SQLite.</summary>
    public static ServerProgram Dynoxide { get; } = new(
        "dynoxide", System.IO.File.Exists(DynoxideFile) ? null : $"dynoxide is not installed, or not made for this machine: npm install --prefix {NodeFolder}",
        DynoxideFile, static port => ["serve", "--port", $"{port}"]);

    private static string DynoxideFile => Path.Combine(Repository.Root, NodeFolder, "node_modules", "@dynoxide", "linux-x64", "dynoxide");

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => System.IO.File.Exists(Path.Combine(folder, program)));
}
