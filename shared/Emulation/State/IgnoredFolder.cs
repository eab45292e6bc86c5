namespace Emulation.State;

/// <summary>Keeps folders that are made beside a template out of its repository: keys and credentials are in them, and what builds made.</summary>
internal static class IgnoredFolder
{
    private const string File = ".gitignore";

    /// <summary>Tells git to leave the folder out, unless somebody has told it something there already.</summary>
    public static void Mark(string path)
    {
        var file = Path.Combine(path, File);
        if (!System.IO.File.Exists(file))
        {
            System.IO.File.WriteAllText(file, "*\n");
        }
    }
}
