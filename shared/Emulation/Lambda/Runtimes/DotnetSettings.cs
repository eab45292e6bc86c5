using System.Text.Json;

namespace Emulation.Lambda.Runtimes;

/// <summary>What an assembly's <c>.runtimeconfig.json</c> says of the .NET that it runs on. .NET's "runtimeconfig.json".</summary>
/// <param name="BringsItself">Whether .NET itself is among the published files: the member <c>includedFrameworks</c>.</param>
/// <param name="OldestMajor">The lowest major version that it asks for; <see cref="int.MaxValue"/> where it asks for none.</param>
internal readonly record struct DotnetSettings(bool BringsItself, int OldestMajor)
{
    /// <exception cref="FunctionBuildException">The file is no JSON.</exception>
    public static DotnetSettings Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.TryGetProperty("runtimeOptions", out var options)
                ? new DotnetSettings(options.TryGetProperty("includedFrameworks", out _), FrameworksOf(options).Select(MajorOf).DefaultIfEmpty(int.MaxValue).Min())
                : new DotnetSettings(false, int.MaxValue);
        }
        catch (JsonException e)
        {
            throw new FunctionBuildException($"{path} is no JSON: {e.Message} Publish the function again.");
        }
    }

    private static JsonElement[] FrameworksOf(JsonElement options) =>
        options.TryGetProperty("frameworks", out var several) ? [.. several.EnumerateArray()] : options.TryGetProperty("framework", out var one) ? [one] : [];

    private static int MajorOf(JsonElement framework) =>
        framework.TryGetProperty("version", out var text) && Version.TryParse(text.GetString()?.Split('-')[0], out var version) ? version.Major : int.MaxValue;
}
