using System.Diagnostics;
using System.Text.Json.Nodes;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Serverless;
using Sam.Templates;

namespace Sam.Tests.Transform;

/// <summary>Runs aws-sam-translator on a template, through <c>transform.py</c>.</summary>
internal static class RealTransform
{
    /// <summary>Why the comparison cannot run here, or null when it can.</summary>
    public static string? Missing { get; } = Probe();

    public static string Of(string template, StackOptions options)
    {
        var (exitCode, output, error) = Run(["python3", Path.Combine(AppContext.BaseDirectory, "Transform", "transform.py"), template], Facts(template, options));
        Assert.True(exitCode == 0, error);
        return NormalForm.Canonical(JsonNode.Parse(output)!);
    }

    // The physical ids, which no transform can know: both sides must use the same ones to be comparable.
    private static string Facts(string template, StackOptions options)
    {
        var errors = new ErrorList(template);
        var sections = TemplateSections.Read(DocumentReader.Read(File.ReadAllText(template), errors)!, errors);
        var table = ResourceTable.Declare(sections, errors);
        var evaluator = new Evaluator(sections, ParameterValues.Resolve(sections.Parameters, options, errors), table, options, errors);
        Expansion.AddGenerated(sections, table, evaluator, errors);
        var references = new JsonObject();
        foreach (var declaration in table.All)
        {
            if (evaluator.References.Physical(declaration) is { } physical)
            {
                var type = declaration.Type!;
                var known = new JsonObject { ["Ref"] = type.Ref(physical) };
                foreach (var (name, value) in type.Attributes)
                {
                    known[name] = value(physical);
                }
                references[declaration.LogicalId] = known;
            }
        }
        return new JsonObject
        {
            ["references"] = references,
            ["pseudo"] = new JsonObject
            {
                ["AWS::AccountId"] = options.AccountId,
                ["AWS::Region"] = options.Region,
                ["AWS::StackName"] = options.StackName,
                ["AWS::Partition"] = "aws",
                ["AWS::URLSuffix"] = "amazonaws.com",
            },
        }.ToJsonString();
    }

    private static string? Probe()
    {
        try
        {
            return Run(["python3", "-c", "import samtranslator"], "").ExitCode == 0 ? null : "python3 has no aws-sam-translator: pip install aws-sam-translator";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no python3";
        }
    }

    private static (int ExitCode, string Output, string Error) Run(string[] command, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
