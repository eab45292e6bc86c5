using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>What <c>sam build</c> reads of a function's metadata.</summary>
public class How_a_function_is_built
{
    [Fact]
    public void Is_read_from_its_metadata()
    {
        var build = Function("{BuildMethod: esbuild, BuildProperties: {Minify: true, Target: es2020, EntryPoints: [app.ts], Define: [{K: 1}]}}").Build!;

        Assert.Equal("esbuild", build.Method);
        Assert.Equal("""{"Minify":true,"Target":"es2020","EntryPoints":["app.ts"],"Define":[{"K":1}]}""", build.Properties.ToJsonString());
    }

    [Theory]
    [InlineData("{BuildMethod: makefile}", "makefile", 0)]
    [InlineData("{BuildProperties: {UseNpmCi: true}}", null, 1)]
    public void May_leave_out_a_part(string metadata, string? method, int properties)
    {
        var build = Function(metadata).Build!;

        Assert.Equal((method, properties), (build.Method, build.Properties.Count));
    }

    [Theory]
    [InlineData("{Owner: shop}")]
    [InlineData("{BuildMethod: [makefile]}")]
    public void Is_not_said_by_other_metadata(string metadata) => Assert.Null(Function(metadata).Build);

    private static Function Function(string metadata) =>
        Assert.Single(Given.Stack(Given.Function().Replace("    Properties:", $"    Metadata: {metadata}\n    Properties:", StringComparison.Ordinal)).Functions);
}
