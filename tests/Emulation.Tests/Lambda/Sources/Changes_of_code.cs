using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Sources;

/// <summary>The stamp by which a change of what a function runs is found while LocalAws runs.</summary>
public sealed class Changes_of_code : IDisposable
{
    private static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Project project = new();

    [Theory]
    [InlineData("src/bootstrap", true)]
    [InlineData(".aws-sam/build/template.yaml", true)]
    [InlineData("layer/bin/tool", true)]
    [InlineData("zipped.zip", true)]
    [InlineData("other/file", false)]
    public void Are_those_of_sources_builds_layers_and_archives(string file, bool changes)
    {
        foreach (var each in (string[])["src/bootstrap", ".aws-sam/build/F/bootstrap", ".aws-sam/build/template.yaml", "layer/bin/tool", "other/file"])
        {
            project.Write(each, at: Noon);
        }

        Directory.CreateDirectory(project.At("zip"));
        System.IO.Compression.ZipFile.CreateFromDirectory(project.At("zip"), project.At("zipped.zip"));
        File.SetLastWriteTimeUtc(project.At("zipped.zip"), Noon);
        var before = Stamp();
        Assert.Equal(before, Stamp());
        File.SetLastWriteTimeUtc(project.At(file), Noon.AddMinutes(1));

        Assert.Equal(changes, before != Stamp());
    }

    public void Dispose() => project.Dispose();

    private string Stamp() => new FunctionBuild(project.At("build")).StampOf(project.Deployed(
        """
          F: {Type: AWS::Serverless::Function, Properties: {Handler: h, Runtime: provided.al2023, CodeUri: src, Layers: [!Ref L, !Ref Z]} }
          L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer} }
          Z: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: zipped.zip} }

        """));
}
