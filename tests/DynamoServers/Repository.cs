using Sam;

namespace DynamoServers;

/// <summary>The repository that the tests are run from.</summary>
internal static class Repository
{
    private static readonly Lazy<Stack> Template = new(Load);

    public static string Root { get; } = FindRoot();

    /// <summary>A table as the template declares it, so that tests and deployments cannot differ.</summary>
    public static Table Table(string logicalId) => Template.Value.Tables.First(table => table.LogicalId == logicalId);

    /// <summary>A role of the template.</summary>
    public static Role Role(string logicalId) => Template.Value.Roles.First(role => role.LogicalId == logicalId);

    private static Stack Load()
    {
        var loaded = TemplateLoader.Load(Path.Combine(Root, "template.yaml"), new StackOptions());
        return loaded.Stack ?? throw new InvalidDataException(string.Join(Environment.NewLine, loaded.Errors));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException($"There is no template.yaml in {AppContext.BaseDirectory} or above.");
        }

        return folder.FullName;
    }
}
