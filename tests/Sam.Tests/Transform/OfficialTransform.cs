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

    /// <summary>Transforms a template: with which parameters, or why the transform refuses it.</summary>
    public TransformedTemplate Transform(string template)
    {
        var answer = Ask(new JsonObject { ["template"] = Path.GetFullPath(template) });
        return new TransformedTemplate((string?)answer["error"], new StackOptions
        {
            Parameters = answer["parameters"]?.AsObject().ToDictionary(static entry => entry.Key, static entry => (string)entry.Value!, StringComparer.Ordinal),
        });
    }

    /// <summary>What the template that was transformed last grants, in the normal form, with the physical ids of the stack that LocalAws has loaded from it.</summary>
    public JsonObject Grants(Stack stack)
    {
        var references = new JsonObject();
        foreach (var resource in stack.References.GroupBy(static reference => reference.LogicalId))
        {
            references[resource.Key] = new JsonObject(resource.Select(static one => KeyValuePair.Create<string, JsonNode?>(one.Attribute ?? "Ref", one.Value)));
        }

        var answer = Ask(new JsonObject { ["references"] = references, ["pseudo"] = Pseudo(stack) });
        return answer["broken"] is { } trace
            ? throw new InvalidOperationException($"{stack.TemplatePath}: the transform's output could not be read.\n{trace}")
            : answer.AsObject();
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

    private static JsonObject Pseudo(Stack stack) => new()
    {
        ["AWS::AccountId"] = stack.AccountId.ToString(),
        ["AWS::Region"] = stack.Region,
        ["AWS::StackName"] = stack.Name,
        ["AWS::StackId"] = stack.Id,
        ["AWS::Partition"] = "aws",
        ["AWS::URLSuffix"] = "amazonaws.com",
        ["AWS::NotificationARNs"] = new JsonArray(),
    };

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
/// <param name="Options">What the transform knew, parameters above all: a template must be loaded with the same to be comparable.</param>
internal sealed record TransformedTemplate(string? Refusal, StackOptions Options);
