using System.Buffers.Binary;
using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>
/// Finds what was compiled for another system than the one on which a function will run: the program itself, compiled modules of Python, and what npm compiled. Packages of
/// npm that bring files for each system are no matter. System V ABI, "ELF Header": <c>e_machine</c>.
/// </summary>
internal static class NativeFiles
{
    private const int MachineAt = 18;
    private const ushort X64 = 0x3E;
    private const ushort Arm64 = 0xB7;

    /// <exception cref="FunctionBuildException">A file of the folder does not run on the system.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="system">Such as <c>linux-arm64</c>.</param>
    public static void Check(string folder, string system)
    {
        var machine = system.EndsWith("-arm64", StringComparison.Ordinal) ? Arm64 : X64;
        if (Candidates(folder).FirstOrDefault(file => IsWrong(file, machine)) is { } wrong)
        {
            throw new FunctionBuildException($"{Path.GetRelativePath(folder, wrong)} was compiled for another system than {system}. "
                + "Let 'sam build --use-container' compile it for that one, and publish with --template .aws-sam/build/template.yaml; or choose its system with --runtime.");
        }
    }

    private static IEnumerable<string> Candidates(string folder)
    {
        var released = $"{Path.DirectorySeparatorChar}{Path.Combine("build", "Release")}";
        var program = Path.Combine(folder, PublishedProgram.Bootstrap);
        return Directory.EnumerateFiles(folder, "*.so", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(folder, "*.node", SearchOption.AllDirectories)
                .Where(file => Path.GetDirectoryName(file)!.EndsWith(released, StringComparison.Ordinal)))
            .Concat(File.Exists(program) ? [program] : []);
    }

    private static bool IsWrong(string file, ushort machine)
    {
        Span<byte> start = stackalloc byte[MachineAt + sizeof(ushort)];
        using var stream = File.OpenRead(file);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && (start[..4].SequenceEqual("\x7fELF"u8) ? BinaryPrimitives.ReadUInt16LittleEndian(start[MachineAt..]) != machine : IsOfMacOrWindows(start));
    }

    private static bool IsOfMacOrWindows(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]) || start.StartsWith("MZ"u8);
}
