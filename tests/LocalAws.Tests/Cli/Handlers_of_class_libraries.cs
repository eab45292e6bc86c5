using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>A template whose functions cannot start here is told so by <c>validate</c>, and works but for them.</summary>
public sealed class Handlers_of_class_libraries : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handlers-");

    [Fact]
    public async Task Are_closed_and_an_error_only_where_nothing_may_be()
    {
        var template = Path.Combine(folder.FullName, "serverless.template");
        File.WriteAllText(template, """
            {
              "Transform": "AWS::Serverless-2016-10-31",
              "Parameters": {},
              "Resources": {
                "GetNotes": {
                  "Type": "AWS::Serverless::Function",
                  "Properties": { "Handler": "Notes::Notes.Functions_GetNotes_Generated::GetNotes", "Runtime": "dotnet8", "CodeUri": "fn/", "Role": null,
                    "Events": { "RootGet": { "Type": "Api", "Properties": { "Path": "/", "Method": "GET", "Auth": { "Authorizer": "AWS_IAM" } } } } } } }
            }
            """);
        var (exitCode, told) = await CommandLineRun.OutputOfAsync("validate", "--template", template);
        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains("serverless.template:5 GetNotes.Handler: The handler 'Notes::Notes.Functions_GetNotes_Generated::GetNotes' is a method of a class library", told, StringComparison.Ordinal);
        Assert.Equal(CommandLine.DoesNotHold, (await CommandLineRun.OutputOfAsync("validate", "--strict", "--template", template)).ExitCode);
        var (started, errors) = await CommandLineRun.OfAsync("up", "--strict", "--template", template);
        Assert.Equal(CommandLine.BadInput, started);
        Assert.Contains("serverless.template:5 GetNotes.Handler: The handler", errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
