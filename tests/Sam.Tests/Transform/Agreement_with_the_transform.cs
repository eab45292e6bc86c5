namespace Sam.Tests.Transform;

/// <summary>What is loaded is what AWS would deploy: the same routes, authorizers, roles, policies and permissions.</summary>
public class Agreement_with_the_transform
{
    public static TheoryData<string> Templates { get; } = new(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml").Select(path => Path.GetFileName(path)!).Append("template.yaml").Order());

    [Theory]
    [MemberData(nameof(Templates))]
    public void Grants_what_the_transform_grants(string name)
    {
        Assert.SkipWhen(RealTransform.Missing is not null, RealTransform.Missing ?? "");
        var template = Path.Combine(AppContext.BaseDirectory, name == "template.yaml" ? "" : "Fixtures", name);
        Assert.SkipUnless(File.Exists(template), "the repository has no template.yaml");
        var options = new StackOptions();

        var loaded = TemplateLoader.Load(template, options);

        Assert.Empty(loaded.Errors);
        Assert.Equal(RealTransform.Of(template, options), NormalForm.Of(loaded.Stack!));
    }
}
