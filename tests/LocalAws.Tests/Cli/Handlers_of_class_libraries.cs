using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>A template with a handler that can be no method of a library is told so by <c>validate</c>, and works but for it; a right one is served.</summary>
public sealed class Handlers_of_class_libraries : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handlers-");

    [Fact]
    public async Task Are_closed_where_they_lack_a_part_and_an_error_only_where_nothing_may_be()
    {
        var template = Write("Notes::Notes.Functions_GetNotes_Generated");
        var (exitCode, told) = await CommandLineRun.OutputOfAsync("validate", "--template", template);
        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains("serverless.template:5 GetNotes.Handler: Invalid lambda function handler: 'Notes::Notes.Functions_GetNotes_Generated'", told, StringComparison.Ordinal);
        Assert.Equal(CommandLine.DoesNotHold, (await CommandLineRun.OutputOfAsync("validate", "--strict", "--template", template)).ExitCode);
        var (started, errors) = await CommandLineRun.OfAsync("up", "--strict", "--template", template);
        Assert.Equal(CommandLine.BadInput, started);
        Assert.Contains("serverless.template:5 GetNotes.Handler: Invalid lambda function handler", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_served_as_they_are_written()
    {
        var (exitCode, told) = await CommandLineRun.OutputOfAsync("validate", "--strict", "--template", Write("Notes::Notes.Functions_GetNotes_Generated::GetNotes"));
        Assert.DoesNotContain("GetNotes.Handler", told, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, exitCode);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string handler)
    {
        var template = Path.Combine(folder.FullName, "serverless.template");
        File.WriteAllText(template, $$"""
            {
              "Transform": "AWS::Serverless-2016-10-31",
              "Parameters": {},
              "Resources": {
                "GetNotes": {
                  "Type": "AWS::Serverless::Function",
                  "Properties": { "Handler": "{{handler}}", "Runtime": "dotnet8", "CodeUri": "fn/", "Role": null,
                    "Events": { "RootGet": { "Type": "Api", "Properties": { "Path": "/", "Method": "GET", "Auth": { "Authorizer": "AWS_IAM" } } } } } } }
            }
            """);
        return template;
    }
}
