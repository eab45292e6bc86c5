namespace Emulation.State;

/// <summary>Makes folders that nobody else of the machine can look into: mode 0700, also where the folder is there with another.</summary>
internal static class OwnerOnlyFolder
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Mode);
            File.SetUnixFileMode(path, Mode);
        }
    }
}
