using System.Collections.Immutable;

namespace Emulation.Tests;

/// <summary>Which templates a path means, and what their stacks are called.</summary>
public sealed class Names_of_stacks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    [Fact]
    public void Of_the_only_one_is_local() => Assert.Equal(["local"], NamesOf(null, "services/orders/template.yaml"));

    [Fact]
    public void Of_the_only_one_of_its_account_is_local_whatever_other_accounts_have() => Assert.Equal(
        ["local", "partner", "audit"], NamesOf(null, "template.yaml", "partner.yaml@444455556666", "audit/template.yaml@444455556666"));

    [Fact]
    public void Of_several_are_after_the_folder_or_the_file_and_unique() => Assert.Equal(
        ["orders", "billing", "billing-2", "my-api-v2", "stack-7", "stack"],
        NamesOf(null, "services/orders/template.yaml", "billing/template.yml", "old/billing/template.json", "my api_v2.yaml", "7.yaml", "___.yaml"));

    [Fact]
    public void That_somebody_gave_stay() => Assert.Equal(["shop", "pay", "pay-2"], NamesOf("shop", "a/template.yaml", "pay=b/template.yaml", "pay/template.yaml"));

    [Fact]
    public void Are_one_for_each_account_and_region()
    {
        Assert.Contains("are both stack pay of account 111122223333", Assert.Throws<UsageException>(() => NamesOf(null, "pay=a.yaml", "pay=b.yaml")).Message, StringComparison.Ordinal);
        Assert.Equal(["pay", "pay"], NamesOf(null, "pay=a.yaml", "pay=b.yaml@444455556666"));
        Assert.Contains("begins with a letter", Assert.Throws<UsageException>(() => NamesOf("1st", "a.yaml")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template.yaml", null, "template.yaml", "111122223333")]
    [InlineData("partner.yaml@444455556666", null, "partner.yaml", "444455556666")]
    [InlineData("pay=services/billing@444455556666", "pay", "services/billing", "444455556666")]
    [InlineData("a=b=c.yaml", "a", "b=c.yaml", "111122223333")]
    [InlineData("1a=b.yaml", null, "1a=b.yaml", "111122223333")]
    [InlineData("user@example.com/template.yaml", null, "user@example.com/template.yaml", "111122223333")]
    public void Are_read_from_what_names_a_template(string text, string? name, string path, string account)
    {
        var source = TemplateSource.Parse(text);

        Assert.Equal((name, path, account), (source.Name, source.Path, source.AccountId));
        Assert.Equal(text.Replace(path, "/x", StringComparison.Ordinal), TemplateSource.WithPath(text, static _ => "/x"));
    }

    [Fact]
    public void Are_those_of_a_folders_own_template_or_of_its_subfolders()
    {
        Write("services/orders/template.yaml");
        Write("services/billing/template.json");
        Write("services/docs/readme.md");
        Write("services/deep/er/template.yaml");

        Assert.Equal(["billing", "orders"], NamesOf(null, Path.Combine(folder, "services") + "/"));
        Write("services/template.yml");
        Assert.Equal([Path.Combine(folder, "services", "template.yml")], Expand("services").Select(static source => source.Path));
    }

    [Fact]
    public void Of_a_folder_without_any_template_are_asked_for()
    {
        Write("empty/readme.md");

        Assert.Contains("There is no template in", Assert.Throws<UsageException>(() => Expand("empty")).Message, StringComparison.Ordinal);
        Write("two/a/template.yaml");
        Write("two/b/template.yaml");
        Assert.Contains(
            "names one stack, but the folder has 2",
            Assert.Throws<UsageException>(() => TemplateFolders.Expand([TemplateSource.Parse($"one={Path.Combine(folder, "two")}")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_CDK_synthesized_are_in_its_manifest_with_account_and_region()
    {
        Write("cdk.out/manifest.json", """
            {"version": "36.0.0", "artifacts": {
              "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
              "ShopStack": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "ShopStack.template.json"}},
              "Pay": {"type": "aws:cloudformation:stack", "environment": "aws://444455556666/eu-west-1", "properties": {"templateFile": "Pay.template.json", "stackName": "pay-prod"}},
              "assembly-Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Stage"}}}}
            """);
        Write("cdk.out/Pay.template.json");
        Write("cdk.out/assembly-Stage/manifest.json", """
            {"version": "36.0.0", "artifacts": {
              "StageShop": {"type": "aws:cloudformation:stack", "displayName": "Stage/Shop", "properties": {"templateFile": "StageShop.template.json", "stackName": "Stage-Shop"}}}}
            """);

        Assert.Equal(
            [("ShopStack", "111122223333", null), ("pay-prod", "444455556666", "eu-west-1"), ("Stage-Shop", "111122223333", null)],
            Expand("cdk.out").Select(static source => (source.Name!, source.AccountId, source.Region)));
        Assert.Equal(Path.Combine(folder, "cdk.out", "assembly-Stage", "StageShop.template.json"), Expand("cdk.out")[2].Path);
        Assert.Equal([("pay-prod", "444455556666")], Expand("cdk.out/Pay.template.json").Select(static source => (source.Name!, source.AccountId)));
        Assert.All(Expand("cdk.out"), source => Assert.Equal(folder, source.Folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string path, string text = "")
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private ImmutableArray<TemplateSource> Expand(string path) => TemplateFolders.Expand([TemplateSource.Parse(Path.Combine(folder, path))]);

    private static IEnumerable<string?> NamesOf(string? first, params string[] templates) =>
        StackNaming.Name(TemplateFolders.Expand([.. templates.Select(TemplateSource.Parse)]), first, "us-east-1").Select(static source => source.Name);
}
