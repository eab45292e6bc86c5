using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>A line of a program's source, as the file beside the assembly (portable PDB) tells it: the method, and how far into its code. The variables there too.</summary>
internal sealed record CodeLine(string Assembly, int Method, int Offset, IReadOnlyDictionary<string, int> Arguments, IReadOnlyDictionary<string, int> Locals)
{
    /// <summary>The first statement at a line of a file.</summary>
    public static CodeLine Of(string assembly, string file, int line)
    {
        using var program = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var (code, lines) = (program.GetMetadataReader(), symbols.GetMetadataReader());
        foreach (var handle in code.MethodDefinitions)
        {
            foreach (var point in lines.GetMethodDebugInformation(handle).GetSequencePoints())
            {
                if (point.StartLine == line && Path.GetFileName(lines.GetString(lines.GetDocument(point.Document).Name)) == file)
                {
                    return new CodeLine(assembly, MetadataTokens.GetToken(handle), point.Offset, ArgumentsOf(code, handle), LocalsOf(lines, handle, point.Offset));
                }
            }
        }

        throw new InvalidOperationException($"{assembly} has no statement at {file}:{line}");
    }

    private static Dictionary<string, int> ArgumentsOf(MetadataReader code, MethodDefinitionHandle handle)
    {
        // A parameter's number counts from one; before the arguments of a method of an object is the object.
        var method = code.GetMethodDefinition(handle);
        var before = method.Attributes.HasFlag(System.Reflection.MethodAttributes.Static) ? -1 : 0;
        return method.GetParameters().Select(code.GetParameter).Where(static one => one.SequenceNumber > 0).ToDictionary(one => code.GetString(one.Name), one => one.SequenceNumber + before);
    }

    private static Dictionary<string, int> LocalsOf(MetadataReader lines, MethodDefinitionHandle handle, int offset) => (
        from scope in lines.GetLocalScopes(handle).Select(lines.GetLocalScope)
        where scope.StartOffset <= offset && offset < scope.EndOffset
        from one in scope.GetLocalVariables().Select(lines.GetLocalVariable)
        select (lines.GetString(one.Name), one.Index)).ToDictionary();
}
