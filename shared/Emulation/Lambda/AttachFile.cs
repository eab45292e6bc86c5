using System.Text;
using Emulation.State;
using Emulation.Wire;

namespace Emulation.Lambda;

/// <summary>
/// The variables of a process that a person starts, as a file: lines that a shell takes with <c>set -a; . FILE</c>, and Visual Studio Code's debuggers as <c>envFile</c>. It holds
/// credentials, so this user alone may read it, and it is gone when nobody serves them.
/// </summary>
internal sealed class AttachFile
{
    /// <param name="folder">The folder of such files.</param>
    /// <param name="name">The function: logical id, or <c>stack/LogicalId</c>.</param>
    public AttachFile(string folder, string name) => Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, $"{name}.env"));

    public string Path { get; }

    /// <summary>What is typed to start the process, once the file is written.</summary>
    public string CommandLine { get; private set; } = "";

    /// <summary>Writes the file, and the runtime client that the command names.</summary>
    public void Write(FunctionLaunch launch)
    {
        OwnerOnlyFolder.Create(System.IO.Path.GetDirectoryName(Path)!);
        OwnerOnlyFile.Write(Path, Encoding.UTF8.GetBytes(VariableLines.Of(launch.Command.VariablesIn(launch.Clients, launch.Variables))));
        CommandLine = string.Join(' ', launch.Command.ArgumentsIn(launch.Clients).Prepend(launch.Command.Program).Select(ShellText.Word));
    }

    public void Delete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever took the folder away has done it.
        }
    }
}
