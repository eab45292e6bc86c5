using System.Security.Cryptography;
using System.Text;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Lambda.Sources;

/// <summary>
/// Code that the template holds, in a folder of its own. CloudFormation User Guide, "AWS::Lambda::Function Code": it is placed in a file named <c>index</c>, and that of
/// Node.js is a CommonJS module, <c>index.js</c>.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="text">Its code.</param>
internal sealed class InlineCodeProject(Function function, string text) : IFunctionProject
{
    /// <summary>Each text has its own folder: a process that runs the one before is not disturbed.</summary>
    public string Name => $"{function.LogicalId}.{Stamp[..12]}";

    public string Stamp { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{function.Runtime}\n{text}")));

    public Task BuildAsync(BuildOutput output, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(output.Folder, function.Runtime.StartsWith("python", StringComparison.Ordinal) ? "index.py" : "index.js"), text, cancellation);
}
