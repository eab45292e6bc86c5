using System.Globalization;

namespace Integration;

/// <summary>Python's moto, which runs most of AWS's services and lets everybody in: to be put behind LocalAws.</summary>
internal static class MotoProgram
{
    /// <summary>Why it cannot be started; null where it can.</summary>
    public static string? Absent => ExternalTool.Has("moto_server") ? null : "moto is not installed: pip install 'moto[server]'";

    /// <summary>Starts one.</summary>
    /// <param name="port">The port; by default one that is free.</param>
    public static Task<ListeningProgram> StartAsync(int? port = null) => ListeningProgram.StartAsync("moto_server", Arguments, port);

    /// <summary>What tells it its port.</summary>
    public static string[] Arguments(int port) => ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)];
}
