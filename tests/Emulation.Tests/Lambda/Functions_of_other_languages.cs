using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Sources;

namespace Emulation.Tests.Lambda;

/// <summary>A function that nothing here can run is closed, and says how to build it; the others run.</summary>
public sealed class Functions_of_other_languages : IDisposable
{
    private readonly Project project = new();

    [Theory]
    [InlineData("java21", "com.amazonaws:aws-lambda-java-runtime-interface-client")]
    [InlineData("ruby3.3", "the gem aws_lambda_ric")]
    [InlineData("go1.x", "compile it to the file 'bootstrap'")]
    [InlineData("provided.al2023", "run 'sam build', let 'BuildMethod: makefile' make it")]
    public void Are_closed_and_say_how_to_build_them(string runtime, string how)
    {
        project.Write("src/code");
        project.Write("other/bootstrap");
        var stack = project.Load($"{Function(runtime)}  Other: {{Type: AWS::Serverless::Function, Properties: {{Handler: h, Runtime: provided.al2023, CodeUri: other}} }}\n").Main;

        Assert.StartsWith($"{project.At("src")} has no 'bootstrap'. ", stack.Functions[0].Closed?.Message, StringComparison.Ordinal);
        Assert.Contains(how, stack.Functions[0].Closed?.Message, StringComparison.Ordinal);
        Assert.Null(stack.Functions[1].Closed);
    }

    [Fact]
    public void Run_when_their_package_has_a_bootstrap()
    {
        project.Write("src/bootstrap");

        Assert.Null(project.Load(Function("java21")).Main.Functions[0].Closed);
    }

    [Fact]
    public async Task Run_by_awss_own_client_for_java_in_their_package()
    {
        Assert.SkipWhen(SearchPath.Find("java") is null, "'java' is not on the PATH");
        project.Write("src/lib/aws-lambda-java-runtime-interface-client-2.6.0.jar");
        var command = await project.StartAsync(project.Deployed(Function("java21")));

        Assert.Equal(SearchPath.Find("java"), command.Program);
        Assert.Equal(["com.amazonaws.services.lambda.runtime.api.client.AWSLambda", "app.handler"], command.Arguments.TakeLast(2));
        Assert.Contains($"{project.At("src")}:{project.At("src/*")}:{project.At("src/lib/*")}", command.Arguments);
    }

    public void Dispose() => project.Dispose();

    private static string Function(string runtime) => Project.Function.Replace("provided.al2023", runtime, StringComparison.Ordinal);
}
