namespace Integration.CommandLine;

/// <summary>The command line under its own name, for programs that call it by that.</summary>
internal static class InShells
{
    private static readonly Lazy<string> Folder = new(static () =>
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bin-").FullName;
        var file = System.IO.Path.Combine(folder, "localaws");
        File.WriteAllText(file, $"#!/bin/sh\nexec dotnet exec '{System.IO.Path.Combine(AppContext.BaseDirectory, "LocalAws.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>The variable by which a shell finds it.</summary>
    public static (string Name, string? Value) Path() => ("PATH", $"{Folder.Value}{System.IO.Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
}
