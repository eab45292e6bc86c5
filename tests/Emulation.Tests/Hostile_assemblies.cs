namespace Emulation.Tests;

/// <summary>Whatever a manifest of CDK's says, reading it ends.</summary>
public sealed class Hostile_assemblies : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("link")]
    [InlineData("inner/..")]
    public void Are_not_read_inside_themselves(string directory)
    {
        Directory.CreateDirectory(Path.Combine(folder, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), folder);
        Write("""{"version":"1","artifacts":{"S":{"type":"aws:cloudformation:stack","properties":{"templateFile":"s.json"}},"A":{"type":"cdk:cloud-assembly","properties":{"directoryName":"INSIDE"}}}}"""
            .Replace("INSIDE", directory, StringComparison.Ordinal));

        Assert.InRange(CloudAssembly.Read(new TemplateSource(folder, EmulatorOptions.DefaultAccount)).Length, 1, 10);
    }

    [Fact]
    public void Are_none_when_a_name_stands_in_them_twice()
    {
        Write("""{"version":"1","artifacts":{"S":{"type":"aws:cloudformation:stack","type":"x","properties":{"templateFile":"s.json"}}}}""");

        Assert.False(CloudAssembly.IsIn(folder));
    }

    private void Write(string manifest) => File.WriteAllText(Path.Combine(folder, "manifest.json"), manifest);
}
