using Benchmarks.Ratios;

namespace Benchmarks.Growth;

/// <summary>By the users of a pool: a sign-in with a password, whose hash is slow on purpose, and finding a user by the address.</summary>
internal static class UserGrowth
{
    public const string Name = "users";
    private static readonly int[] Counts = [10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public static async Task<Plot> MeasureAsync()
    {
        List<(double, double)> signIns = [], hashes = [], finds = [];
        await using var pool = await UserPoolSample.StartAsync();
        var users = 0;
        foreach (var count in Counts)
        {
            pool.Import(users, count - users);
            users = count;
            var (whole, share) = await pool.SignInAsync();
            signIns.Add((count, whole * 1000));
            hashes.Add((count, whole * share * 1000));
            finds.Add((count, await pool.FindAsync(count - 1)));
        }

        return new Plot(
            Name, "A sign-in, by the users of the pool", "users", "microseconds",
            [new("sign-in with a password", signIns), new("its hash alone", hashes), new("ListUsers by an address", finds)]);
    }
}
