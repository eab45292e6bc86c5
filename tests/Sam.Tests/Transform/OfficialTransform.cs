using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sam.Tests.Transform;

/// <summary>aws-sam-translator in one process of its own, <c>official/transform.py</c>, which is asked for one template after another.</summary>
internal sealed class OfficialTransform : IDisposable
{
    private readonly Process process;
    private readonly Task<string> complaints;

    private OfficialTransform()
    {
        process = Start("python3", Path.Combine(AppContext.BaseDirectory, "Transform", "official", "transform.py"));
        complaints = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Why the comparison cannot run here, or null when it can.</summary>
    public static string? Missing { get; } = Probe();

    public static OfficialTransform Open() => new();

    /// <summary>Transforms a template: what it grants, or why the transform refuses it.</summary>
    public TransformedTemplate Transform(string template, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var first = Ask(new JsonObject { ["template"] = Path.GetFullPath(template), ["parameters"] = Json(parameters ?? new Dictionary<string, string>()) });
        if (first["error"] is { } refusal)
        {
            return new TransformedTemplate((string)refusal!, null, new StackOptions());
        }

        var options = new StackOptions
        {
            Parameters = first["parameters"]!.AsObject().ToDictionary(static entry => entry.Key, static entry => (string)entry.Value!, StringComparer.Ordinal),
        };
        var asks = first["asks"]!.AsArray().Select(static pair => ((string)pair![0]!, (string)pair[1]!));
        var normal = Ask(new JsonObject { ["references"] = PhysicalNames.Of(template, options, asks), ["pseudo"] = PhysicalNames.Pseudo(options) });
        return normal["broken"] is { } trace
            ? throw new InvalidOperationException($"{template}: the transform's output could not be read.\n{trace}")
            : new TransformedTemplate(null, normal.AsObject(), options);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private JsonNode Ask(JsonObject question)
    {
        process.StandardInput.WriteLine(question.ToJsonString());
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } line
            ? JsonNode.Parse(line)!
            : throw new InvalidOperationException($"transform.py has ended: {complaints.GetAwaiter().GetResult()}");
    }

    private static JsonObject Json(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(static one => KeyValuePair.Create<string, JsonNode?>(one.Key, JsonValue.Create(one.Value))));

    private static string? Probe()
    {
        try
        {
            using var python = Start("python3", "-c", "import samtranslator");
            python.WaitForExit();
            return python.ExitCode == 0 ? null : "python3 has no aws-sam-translator: pip install aws-sam-translator";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no python3";
        }
    }

    private static Process Start(string command, params string[] arguments) => Process.Start(new ProcessStartInfo(command, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>What the official transform makes of a template.</summary>
/// <param name="Refusal">Why it refuses the template; null when it does not.</param>
/// <param name="Normal">What the template grants, in the normal form; null when it is refused.</param>
/// <param name="Options">What the transform knew, parameters above all: a template must be loaded with the same to be comparable.</param>
internal sealed record TransformedTemplate(string? Refusal, JsonObject? Normal, StackOptions Options);
