namespace Sam.Tests.Transform;

/// <summary>What is loaded is what AWS would deploy: the same routes, authorizers, roles, policies and permissions.</summary>
public class Agreement_with_the_transform(TransformProcess process) : IClassFixture<TransformProcess>
{
    public static TheoryData<string> Templates { get; } = new(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml")
            .Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Transform", "Templates")))
            .Select(static path => Path.GetRelativePath(AppContext.BaseDirectory, path)).Append("template.yaml").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Templates))]
    public void Grants_what_the_transform_grants(string name)
    {
        var template = Path.Combine(AppContext.BaseDirectory, name);
        Assert.SkipUnless(File.Exists(template), "the repository has no template.yaml");

        var transformed = process.Transform(template);
        var loaded = TemplateLoader.Load(template, transformed.Options);

        Assert.Null(transformed.Refusal);
        Assert.Empty(loaded.Errors);
        var comparison = Comparison.Of(transformed.Normal!, NormalForm.Of(loaded.Stack!));
        Assert.True(comparison.Differences.Count == 0, $"{name}\n{comparison}");
    }
}
