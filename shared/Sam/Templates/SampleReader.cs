using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>Reads the request that a template shows itself with.</summary>
internal static class SampleReader
{
    public const string Key = "Sample";

    public static SampleRequest? Read(TemplateSections sections, ErrorList errors)
    {
        if ((sections.Metadata?["LocalAws"] as MapNode)?[Key] is not { } sample)
        {
            return null;
        }

        if (sample is MapNode map && Text(map, "Api") is { } api && Text(map, "Method") is { } method && Text(map, "Path") is ['/', ..] path)
        {
            return new SampleRequest(api, method, path, Text(map, "Body") ?? "");
        }

        errors.Add(
            sample.Line, "Metadata", $"LocalAws.{Key}", "A sample has an Api, a Method and a Path that begins with a slash, and it may have a Body.",
            "Write '{ Api: MyApi, Method: GET, Path: /things }'.");
        return null;
    }

    private static string? Text(MapNode map, string key) => (map[key] as ScalarNode)?.Text;
}
