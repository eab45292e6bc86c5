using Emulation.State;

namespace Emulation.Tests.State;

/// <summary>A file that is made with what is written first.</summary>
public sealed class A_database_of_the_state_folder : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY) STRICT";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("state-");

    private string File => Path.Combine(folder.FullName, "things.db");

    [Fact]
    public void Is_no_file_before_something_is_written()
    {
        using (var database = new StateDatabase(File, Schema))
        {
            Assert.Empty(Names(database));
            Assert.Equal(7, database.Atomically(() => Names(database).Count + 7));
            Assert.False(database.IsThere);
        }

        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public void Is_made_with_its_beginning_once()
    {
        foreach (var name in (string[])["a", "b"])
        {
            using var database = new StateDatabase(File, Schema, "INSERT INTO things VALUES ('beginning')");
            database.Execute("INSERT INTO things VALUES ($1)", name);
        }

        using var again = new StateDatabase(File, Schema, "INSERT INTO things VALUES ('beginning')");
        Assert.True(again.IsThere);
        Assert.Equal(["a", "b", "beginning"], Names(again));
    }

    [Fact]
    public void Keeps_all_of_what_belongs_together_or_nothing()
    {
        using var database = new StateDatabase(File, Schema);
        Assert.Throws<InvalidOperationException>(() => database.Atomically<int>(() =>
        {
            database.Execute("INSERT INTO things VALUES ('a')");
            Assert.Equal(["a"], Names(database));
            throw new InvalidOperationException();
        }));
        Assert.Empty(Names(database));
        database.Atomically(() => database.Atomically(() => database.Execute("INSERT INTO things VALUES ('b')")) + database.Execute("INSERT INTO things VALUES ('c')"));
        Assert.Equal(["b", "c"], Names(database));
    }

    [Fact]
    public void Is_read_where_another_has_made_it_meanwhile()
    {
        using var database = new StateDatabase(File, Schema);
        Assert.Empty(Names(database));
        using var leaving = new StateDatabase(File, Schema);
        leaving.Execute("INSERT INTO things VALUES ('a')");
        Assert.Equal(["a"], Names(database));
        using var written = new StateDatabase(Path.Combine(folder.FullName, "others.db"), Schema, "INSERT INTO things VALUES ('beginning')");
        using var other = new StateDatabase(Path.Combine(folder.FullName, "others.db"), Schema, "INSERT INTO things VALUES ('beginning')");
        written.Execute("INSERT INTO things VALUES ('a')");
        other.Execute("INSERT INTO things VALUES ('b')");
        Assert.Equal(["a", "b", "beginning"], Names(written));
    }

    [Fact]
    public void Is_not_made_after_its_end()
    {
        var database = new StateDatabase(File, Schema);
        database.Dispose();
        Assert.Throws<ObjectDisposedException>(() => database.Execute("INSERT INTO things VALUES ('a')"));
        Assert.Empty(folder.GetFiles());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static List<string> Names(StateDatabase database) => database.Query("SELECT name FROM things ORDER BY name", static row => row.GetString(0));
}
