using Emulation.State;

namespace Emulation.Tests.State;

public sealed class State_folder : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("state-").FullName, "state");

    [Fact]
    public void Keeps_its_key()
    {
        byte[] key;
        using (var first = StateFolder.Open(folder))
        {
            key = first.SealingKey;
        }

        using var second = StateFolder.Open(folder);
        Assert.Equal(key, second.SealingKey);
        Assert.Equal(32, key.Length);
    }

    [Fact]
    public void Is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        Directory.CreateDirectory(folder);
        using var state = StateFolder.Open(folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "sealing.key")));
    }

    [Fact]
    public void Is_left_out_of_a_repository_unless_somebody_says_otherwise()
    {
        using (StateFolder.Open(folder))
        {
            Assert.Equal("*\n", File.ReadAllText(Path.Combine(folder, ".gitignore")));
        }

        File.WriteAllText(Path.Combine(folder, ".gitignore"), "!config\n");
        using var again = StateFolder.Open(folder);
        Assert.Equal("!config\n", File.ReadAllText(Path.Combine(folder, ".gitignore")));
    }

    [Fact]
    public void Serves_one_process_at_a_time()
    {
        using var first = StateFolder.Open(folder);
        Assert.StartsWith($"Another LocalAws uses the state folder {folder}. Stop it", Assert.Throws<StateFolderException>(() => StateFolder.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_damaged_key_says_what_to_do()
    {
        StateFolder.Open(folder).Dispose();
        File.WriteAllBytes(Path.Combine(folder, "sealing.key"), [1]);
        Assert.Contains("is damaged: it has 1 bytes instead of 32. Delete it", Assert.Throws<StateFolderException>(() => StateFolder.Open(folder)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "sealing.key"));
        StateFolder.Open(folder).Dispose();
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
}
