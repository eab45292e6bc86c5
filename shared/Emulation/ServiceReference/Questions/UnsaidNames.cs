namespace Emulation.ServiceReference.Questions;

/// <summary>Names that a service takes where a call says none, by service and part of the ARN: from the API reference of each, where the member's own text says so.</summary>
internal static class UnsaidNames
{
    /// <summary>Null where there is none, or the operation is about all of them then.</summary>
    public static string? Of(ModelOperation operation, string service, string variable) => (service, variable) switch
    {
        // "If you do not specify a cluster, the default cluster is assumed." A capacity provider may be of no cluster.
        ("ecs", "ClusterName") when !operation.Name.Contains("CapacityProvider", StringComparison.Ordinal) => "default",

        // "If no workgroup is specified, the primary workgroup is used."
        ("athena", "WorkGroupName") => "primary",

        // "If you omit this, the default schedule group is used." A list is of all groups.
        ("scheduler", "GroupName") when !operation.Name.StartsWith("List", StringComparison.Ordinal) && operation.Name.EndsWith("Schedule", StringComparison.Ordinal) => "default",
        _ => null,
    };
}
