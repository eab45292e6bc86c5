using System.CommandLine;
using Emulation;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>-p</c> is a port to whoever comes from the SAM CLI, and a parameter here: a number is the one, KEY=VALUE the other.</summary>
public sealed class A_port_or_a_parameter : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ports").FullName;

    public A_port_or_a_parameter() => File.WriteAllText(
        Path.Combine(folder, "template.yaml"),
        """
        Parameters: {Path: {Type: String, Default: none}, Other: {Type: String, Default: none}}
        Resources:
          Api:
            Type: AWS::ApiGatewayV2::Api
            Properties: {Name: api, ProtocolType: HTTP}
          Call:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Api, RouteKey: !Sub 'GET /${Path}/${Other}'}
        """);

    private string Template => Path.Combine(folder, "template.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(3000, "-p", "3000")]
    [InlineData(3000, "--port", "3000")]
    [InlineData(3000, "-p", "3000", "--port", "3000", "-p", "Path=x")]
    [InlineData(0, "-p", "0")]
    [InlineData(null, "-p", "Path=3000")]
    public void Is_told_by_its_form(int? expected, params string[] arguments)
    {
        var (stack, port, parsed) = Parsed(arguments);

        Assert.Equal(expected, PortOption.Given(parsed, port, stack));
        _ = stack.Read(parsed);
    }

    [Fact]
    public void Is_refused_where_there_are_two_ports()
    {
        var (stack, port, parsed) = Parsed("-p", "3000", "--port", "4000");

        Assert.Equal("3000 and 4000 are given as the port: leave one out.", Assert.Throws<UsageException>(() => PortOption.Given(parsed, port, stack)).Message);
    }

    [Fact]
    public async Task Is_no_port_where_nothing_listens()
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync("routes", "-p", "3000", "-t", Template);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("-p 3000: 'routes' listens on no port; a parameter is written as -p KEY=VALUE.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a/b", "--parameter-overrides", "Path=a", "Other=b")]
    [InlineData("/a/b", "--parameter-overrides", "ParameterKey=Path,ParameterValue=a ParameterKey=Other,ParameterValue=b")]
    [InlineData("/a/c", "--parameter-overrides", "Path=a", "Other=b", "-p", "Other=c")]
    public async Task Comes_from_the_overrides_of_the_SAM_CLI_too(string path, params string[] arguments)
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync(["routes", "--format", "json", "-t", Template, .. arguments]);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains($"\"{path}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for_where_an_override_has_no_name()
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync("routes", "-t", Template, "--parameter-overrides", "a");

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("--parameter-overrides a: write it as KEY=VALUE.", errors, StringComparison.Ordinal);
    }

    private (StackArguments Stack, Option<int?> Port, ParseResult Parsed) Parsed(params string[] arguments)
    {
        var stack = new StackArguments();
        var port = new Option<int?>("--port");
        var command = new RootCommand { port };
        stack.AddTo(command);
        return (stack, port, command.Parse(["-t", Template, .. arguments]));
    }
}
