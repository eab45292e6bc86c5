namespace Tool.Tests.Cli;

/// <summary>Where the values come from that a template does not say itself: options, a file, and the SAM CLI's configuration beside it.</summary>
public sealed class Values_of_a_template : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("values").FullName;

    public Values_of_a_template()
    {
        File.WriteAllText(Path.Combine(folder, "template.yaml"), """
            Parameters: {Stage: {Type: String}, Role: {Type: String, Default: none}}
            Resources:
              Api:
                Type: AWS::ApiGatewayV2::Api
                Properties: {Name: !Ref Stage, ProtocolType: HTTP}
              Call:
                Type: AWS::ApiGatewayV2::Route
                Properties: {ApiId: !Ref Api, RouteKey: !Sub 'GET /${Role}/{{resolve:ssm:/shop/path}}/${AWS::Region}/${AWS::StackName}'}
            """);
        File.WriteAllText(Path.Combine(folder, "samconfig.toml"), """
            [default.global.parameters]
            stack_name = "shop"
            region = "eu-west-1"
            [default.deploy.parameters]
            parameter_overrides = "Stage=\"dev\" Role=config Gone=1"
            [prod.deploy.parameters]
            parameter_overrides = ["Stage=prod"]
            """);
        File.WriteAllText(Path.Combine(folder, "values.yaml"), "Role: file\n/shop/path: orders\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> RoutesAsync(params string[] options) =>
        (await CommandLineRun.OutputOfAsync(["routes", "--format", "json", "--template", Path.Combine(folder, "template.yaml"), .. options])).Output;

    [Theory]
    [InlineData("/config/orders/eu-west-1/shop", "--parameter", "/shop/path=orders")]
    [InlineData("/file/orders/eu-west-1/shop", "--parameters-file", "values.yaml")]
    [InlineData("/option/orders/eu-west-1/shop", "--parameters-file", "values.yaml", "--parameter", "Role=option")]
    [InlineData("/none/x/us-east-1/local", "--config-env", "prod", "--parameter", "ssm:/shop/path=x")]
    [InlineData("/file/orders/us-west-2/mine", "--parameters-file", "values.yaml", "--region", "us-west-2", "--stack-name", "mine")]
    public async Task Come_from_the_command_line_before_files(string path, params string[] options) =>
        Assert.Contains(path, await RoutesAsync([.. options.Select(option => option == "values.yaml" ? Path.Combine(folder, option) : option)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("The file configures no environment 'prd'. Did you mean 'prod'?", "--config-env", "prd")]
    [InlineData("A value was given for 'Gone', but the template has no such parameter.", "--parameter", "Gone=1")]
    [InlineData("none.yaml:1: The template cannot be read", "--parameters-file", "none.yaml")]
    public async Task Are_told_when_they_are_wrong(string error, params string[] options)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync(["routes", "--template", Path.Combine(folder, "template.yaml"), .. options]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }
}
