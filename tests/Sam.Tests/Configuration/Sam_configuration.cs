using Sam.Configuration;

namespace Sam.Tests.Configuration;

/// <summary>What <c>samconfig.toml</c> beside a template says of its deployment.</summary>
public sealed class Sam_configuration : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("samconfig").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SamConfiguration Read(string text, string environment = "default", string file = "samconfig.toml")
    {
        File.WriteAllText(Path.Combine(folder, file), text);
        return SamConfiguration.Beside(Path.Combine(folder, "template.yaml"), environment);
    }

    private static string Text(SamConfiguration configuration) =>
        string.Join(' ', configuration.Parameters.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value};"));

    [Theory]
    [InlineData("""parameter_overrides = "A=1 B=\"x y\" C='it is'" """, "A=1; B=x y; C=it is;")]
    [InlineData("""parameter_overrides = "ParameterKey=A,ParameterValue=1 ParameterKey=B,ParameterValue=x\\ y" """, "A=1; B=x y;")]
    [InlineData("""parameter_overrides = ["A=1", "B=\"x y\"", "Url=https://h/p?q=1"]""", "A=1; B=x y; Url=https://h/p?q=1;")]
    [InlineData("""parameter_overrides = { A = 1, B = "x y" }""", "A=1; B=x y;")]
    [InlineData("parameter_overrides = \"\"\"\nA=1\n B=2\n\"\"\"", "A=1; B=2;")]
    [InlineData("""parameter_overrides = "" """, "")]
    [InlineData("""capabilities = "CAPABILITY_IAM" """, "")]
    public void Gives_values_of_parameters_in_each_form(string line, string expected) =>
        Assert.Equal(expected, Text(Read($"version = 0.1\n[default.deploy.parameters]\n{line}\n")));

    [Fact]
    public void Goes_by_what_is_said_of_deploying_before_what_is_said_of_all_commands()
    {
        var configuration = Read("""
            [default.global.parameters]
            region = "eu-west-1"
            stack_name = "everywhere"
            parameter_overrides = "A=global"
            [default.deploy.parameters]
            stack_name = "shop"
            parameter_overrides = "A=deploy"
            [prod.deploy.parameters]
            region = "us-west-2"
            """);

        Assert.Equal(("eu-west-1", "shop", "A=deploy;"), (configuration.Region, configuration.StackName, Text(configuration)));
        Assert.Equal("us-west-2", SamConfiguration.Beside(Path.Combine(folder, "template.yaml"), "prod").Region);
    }

    [Fact]
    public void May_be_written_in_YAML() => Assert.Equal(
        "A=1;", Text(Read("version: 0.1\ndefault: {deploy: {parameters: {parameter_overrides: [A=1]}}}\n", file: "samconfig.yaml")));

    [Theory]
    [InlineData("[default\n", "default", "This is not valid TOML")]
    [InlineData("[default.deploy.parameters]\n", "prdo", "The file configures no environment 'prdo'. Name one that it has with --config-env.")]
    [InlineData("[prod.deploy.parameters]\n", "prdo", "Did you mean 'prod'?")]
    [InlineData("[default.deploy.parameters]\nparameter_overrides = 'nothing'\n", "default", "These are no values of parameters.")]
    public void Is_told_when_it_is_wrong(string text, string environment, string error)
    {
        var configuration = Read(text, environment);

        Assert.Contains(error, Assert.Single(configuration.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(configuration.Parameters);
    }

    [Fact]
    public void Says_nothing_when_it_is_not_there_or_has_no_default()
    {
        Assert.Equal("", Text(SamConfiguration.Beside(Path.Combine(folder, "template.yaml"))));
        Assert.Empty(Read("[prod.deploy.parameters]\nregion = 'x'\n").Errors);
    }
}
