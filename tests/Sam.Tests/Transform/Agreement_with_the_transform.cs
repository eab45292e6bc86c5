namespace Sam.Tests.Transform;

/// <summary>What is loaded is what AWS would deploy: the same routes, authorizers, roles, policies and permissions.</summary>
public class Agreement_with_the_transform(TransformProcess process) : IClassFixture<TransformProcess>
{
    public static TheoryData<string> Templates { get; } = new(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml")
            .Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Transform", "Templates")))
            .Select(static path => Path.GetRelativePath(AppContext.BaseDirectory, path)).Append("template.yaml").Order(StringComparer.Ordinal));

    public static TheoryData<string> Refused { get; } = Named("Refused", "*.yaml");

    public static TheoryData<string> Expanded { get; } = Named("Expanded", "*.expanded.yaml");

    [Theory]
    [MemberData(nameof(Templates))]
    public void Grants_what_the_transform_grants(string name) => Agrees(Path.Combine(AppContext.BaseDirectory, name));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_or_closes_what_the_transform_refuses(string name)
    {
        var template = PathOf("Refused", name);

        var transformed = process.Transform(template);
        var loaded = TemplateLoader.Load(template, transformed.Options);

        Assert.NotNull(transformed.Refusal);
        Assert.True(loaded.Stack?.Closures.IsEmpty is not true, $"loaded, though the transform says: {transformed.Refusal}");
    }

    /// <summary>Loops and includes are expanded before the transform sees a template.</summary>
    [Theory]
    [MemberData(nameof(Expanded))]
    public void Reads_a_template_as_its_expanded_twin(string name)
    {
        var twin = PathOf("Expanded", name);
        var template = twin.Replace(".expanded.yaml", ".yaml", StringComparison.Ordinal);
        Agrees(twin);

        var loaded = TemplateLoader.Load(template, new StackOptions());

        Assert.Empty(loaded.Errors);
        Assert.Empty(loaded.Stack!.Closures);
        var comparison = Comparison.Of(NormalForm.Of(TemplateLoader.Load(twin, new StackOptions()).Stack!), NormalForm.Of(loaded.Stack));
        Assert.True(comparison.Differences.Count == 0, $"{name}, where the twin is in the transform's place\n{comparison}");
    }

    private static TheoryData<string> Named(string folder, string pattern) => new(
        Directory.EnumerateFiles(PathOf(folder, ""), pattern).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    private static string PathOf(string folder, string name) => Path.Combine(AppContext.BaseDirectory, "Transform", "Templates", folder, name);

    private void Agrees(string template)
    {
        Assert.SkipUnless(File.Exists(template), "the repository has no template.yaml");

        var transformed = process.Transform(template);
        var loaded = TemplateLoader.Load(template, transformed.Options);

        Assert.Null(transformed.Refusal);
        Assert.Empty(loaded.Errors);
        var comparison = process.Compare(loaded.Stack!);
        Assert.True(comparison.Differences.Count == 0, $"{Path.GetFileName(template)}\n{comparison}");
    }
}
