using System.Globalization;
using Emulation.State;

namespace Emulation.Lambda;

/// <summary>
/// Names the log streams of environments as Lambda does, <c>2026/01/31/[$LATEST]</c> and 32 hexadecimal digits. A function's process has the name in its variables,
/// and so has whatever it starts: by it <see cref="LeftProcesses"/> and <see cref="OrphanWatch"/> know them, whoever their parent is by then.
/// </summary>
internal sealed class LogStreams(IdSource ids)
{
    /// <summary>The first half of the digits, the same for all functions of one LocalAws.</summary>
    public string Owner { get; } = Half(ids);

    public string Next(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now:yyyy'/'MM'/'dd}/[$LATEST]{Owner}{Half(ids)}");

    private static string Half(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[8];
        ids.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
