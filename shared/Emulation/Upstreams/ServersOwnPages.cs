using System.Collections.Frozen;
using Emulation.Calls;
using Emulation.Wire;

namespace Emulation.Upstreams;

/// <summary>
/// Pages that emulators have for themselves beside AWS's: all that they hold, how they are set up, credentials. A path in which a client may write must not lead there, however a
/// server reads it: decoded once or more, with or without its dots and double slashes. Moto's, LocalStack's and MinIO's documentation.
/// </summary>
internal static class ServersOwnPages
{
    private const int MostDecodings = 5;
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["moto-api", "latest", "favicon.ico", "v20180820", "minio"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="RefusedException">The target is one of them.</exception>
    public static void Check(string target)
    {
        var path = target.Split('?')[0];
        for (var decoded = 0; decoded < MostDecodings && path.Length > 1; decoded++)
        {
            var segments = path.Split('/', '\\').Where(static one => one is not ("" or ".")).ToList();
            if (segments.FirstOrDefault(static one => one != "..") is { } first && IsOwn(first))
            {
                throw Refused(first);
            }

            if (segments.Contains("..") && Resolved(segments).FirstOrDefault() is { } resolved && IsOwn(resolved))
            {
                throw Refused(resolved);
            }

            if (!path.Contains('%'))
            {
                return;
            }

            path = Uri.UnescapeDataString(path);
        }
    }

    private static bool IsOwn(string segment) => segment[0] == '_' || Names.Contains(segment);

    private static List<string> Resolved(List<string> segments)
    {
        List<string> left = [];
        foreach (var segment in segments)
        {
            if (segment != "..")
            {
                left.Add(segment);
            }
            else if (left.Count > 0)
            {
                left.RemoveAt(left.Count - 1);
            }
        }

        return left;
    }

    private static RefusedException Refused(string segment) => new(new ServiceRefusal(
        403, "AccessDeniedException", $"LocalAws sends nothing below /{ClientText.Shown(segment)} to a server, which may have pages of its own there: no policy is about them."));
}
