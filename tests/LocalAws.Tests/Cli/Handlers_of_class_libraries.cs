using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>A template whose functions cannot start here is told so by <c>validate</c>.</summary>
public sealed class Handlers_of_class_libraries : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("handlers-");

    [Fact]
    public async Task Are_errors_of_validate_beside_those_that_stop_the_start()
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
        var (exitCode, errors) = await CommandLineRun.OfAsync("validate", "--template", template);
        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("serverless.template:8 GetNotes.Events.RootGet.Properties.Auth.Authorizer: With AWS_IAM and no InvokeRole", errors, StringComparison.Ordinal);
        Assert.Contains("Add 'InvokeRole: NONE' beside it.", errors, StringComparison.Ordinal);
        Assert.Contains("serverless.template:5 GetNotes.Handler: The handler 'Notes::Notes.Functions_GetNotes_Generated::GetNotes' is a method of a class library", errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
