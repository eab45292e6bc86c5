namespace Aspire.Hosting.ApplicationModel;

/// <summary>A function of a LocalAws, as the dashboard shows it below its LocalAws: whose lines are whose.</summary>
/// <param name="name">Its name among the resources.</param>
/// <param name="parent">The LocalAws that runs it.</param>
internal sealed class LocalAwsFunctionResource(string name, LocalAwsResource parent) : Resource(name), IResourceWithParent<LocalAwsResource>
{
    public LocalAwsResource Parent => parent;
}
