using System.Diagnostics;
using System.Globalization;

namespace Integration.Orders;

/// <summary>The processes of one stack's functions, told from others by the folder of their data. Linux only.</summary>
internal static class FunctionProcesses
{
    public static IEnumerable<int> Of(string dataFolder, string assembly) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _) && Read(folder, "cmdline").Contains(assembly, StringComparison.Ordinal) && Read(folder, "environ").Contains(dataFolder, StringComparison.Ordinal)
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    /// <returns>How many there were.</returns>
    public static int Kill(string dataFolder, string assembly)
    {
        var ids = Of(dataFolder, assembly).ToList();
        foreach (var id in ids)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        return ids.Count;
    }

    /// <summary>Waits until none is left; a function ends by itself when its host is gone.</summary>
    public static async Task EndedAsync(string dataFolder, CancellationToken cancellation)
    {
        foreach (var id in Of(dataFolder, "Orders.dll").Concat(Of(dataFolder, "Billing.dll")).ToList())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                await process.WaitForExitAsync(cancellation);
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile.
            }
        }
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
