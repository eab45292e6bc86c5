using System.Xml.Linq;

namespace Integration;

/// <summary>Which project may know which: the arrows of the house plan, read from the project files.</summary>
[Trait("Stack", "own")]
public class Layout
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["shared/SigV4"] = [],
        ["shared/SigV4.Http"] = ["shared/SigV4"],
        ["shared/Iam"] = [],
        ["shared/Sam"] = ["shared/Iam"],
        ["shared/Lambda"] = [],
        ["shared/LambdaHost"] = [],
        ["shared/Emulation"] = ["shared/SigV4", "shared/Iam", "shared/Sam", "shared/LambdaHost"],
        ["shared/LocalAws"] = ["shared/Emulation"],
        ["shared/ServiceDefaults"] = ["shared/Lambda"],
        ["services/orders"] = ["shared/SigV4.Http", "shared/Lambda", "shared/ServiceDefaults"],
        ["services/billing"] = ["shared/SigV4.Http", "shared/Lambda", "shared/ServiceDefaults"],
    };

    [Fact]
    public void Has_arrows_in_one_direction_only()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(StackFixture.Root, "shared"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(StackFixture.Root, "services"), "*.csproj", SearchOption.AllDirectories)).ToList();
        Assert.Equal(Allowed.Keys.Order(), projects.Select(NameOf).Order());
        Assert.All(projects, static project => Assert.Empty(ReferencesOf(project).Except(Allowed[NameOf(project)])));
    }

    [Fact]
    public void Knows_no_service_in_shared_code() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(StackFixture.Root, "shared"), "*.cs", SearchOption.AllDirectories),
        static file => Assert.DoesNotMatch(@"\b(OrdersApi|BillingApi|OrdersFunction|BillingFunction|OrdersServiceRole|using (Orders|Billing))\b", WithoutExamples(File.ReadAllText(file))));

    private static string NameOf(string project) => Path.GetRelativePath(StackFixture.Root, Path.GetDirectoryName(project)!).Replace('\\', '/');

    private static IEnumerable<string> ReferencesOf(string project) =>
        from reference in XDocument.Load(project).Descendants("ProjectReference").Attributes("Include")
        select NameOf(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Value)));

    /// <summary>Documentation may speak of the services as examples.</summary>
    private static string WithoutExamples(string code) => string.Join('\n', code.Split('\n').Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
