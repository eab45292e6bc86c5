using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;

namespace Emulation.Tests.ServiceReference;

/// <summary>
/// A service as another program took it from the same sets of data: <c>extracted-services.txt.gz</c>. What the Service Reference has for nineteen services, in the
/// Service Reference's own words.
/// </summary>
internal sealed class ExtractedService(string prefix)
{
    private readonly List<string> keys = [];

    public string Prefix => prefix;

    /// <summary>Model, signing name, protocols, JSON version, target, API version, XML namespace.</summary>
    public List<string[]> Apis { get; } = [];

    /// <summary>The operations that botocore has, by model.</summary>
    public Dictionary<string, string[]> Modelled { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> KeyTypes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (string[] Formats, string[] Keys)> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (string Level, string[] Types, string[] Keys)> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>Operations whose actions are not only the one of the same name.</summary>
    public Dictionary<string, string[]> Operations { get; } = new(StringComparer.Ordinal);

    public static ImmutableArray<ExtractedService> All { get; } = [.. Read()];

    public static ExtractedService Of(string prefix) => All.Single(one => one.Prefix == prefix);

    private static List<ExtractedService> Read()
    {
        var services = new List<ExtractedService>();
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "ServiceReference", "extracted-services.txt.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            switch (parts[0])
            {
                case "S":
                    services.Add(new ExtractedService(parts[1]));
                    break;
                case "W":
                    services[^1].Apis.Add(parts[1..]);
                    break;
                case "N":
                    services[^1].Modelled.Add(services[^1].Apis[^1][0], Words(parts[1], ' '));
                    break;
                case "K":
                    services[^1].keys.Add(parts[1]);
                    services[^1].KeyTypes.Add(parts[1], parts[2]);
                    break;
                case "R":
                    services[^1].Types.Add(parts[1], (Words(parts[3], ' '), services[^1].KeysAt(parts[2])));
                    break;
                case "A":
                    services[^1].Actions.Add(parts[1], (parts[2], Words(parts[3], ','), services[^1].KeysAt(parts[4])));
                    break;
                case "O":
                    services[^1].Operations.Add(parts[1], Words(parts[2], ','));
                    break;
            }
        }

        return services;
    }

    private string[] KeysAt(string places) => [.. Words(places, ',').Select(place => int.TryParse(place, CultureInfo.InvariantCulture, out var at) ? keys[at] : place)];

    private static string[] Words(string text, char between) => text.Split(between, StringSplitOptions.RemoveEmptyEntries);
}
