namespace Emulation.ServiceReference.Questions;

/// <summary>
/// Names that a service keeps in small letters, whatever the call says: <c>PROD</c> and <c>prod</c> are one database, and its ARN is in small letters. Amazon RDS API Reference,
/// CreateDBInstance, "This parameter is stored as a lowercase string"; the same of the others.
/// </summary>
internal static class CaselessNames
{
    private static readonly Dictionary<string, string[]> Types = new(StringComparer.Ordinal)
    {
        ["dax"] = ["application"],
        ["elasticache"] =
        [
            "cluster", "globalreplicationgroup", "parametergroup", "replicationgroup", "securitygroup", "serverlesscache", "serverlesscachesnapshot", "snapshot", "subnetgroup",
        ],

        // AWS Glue API Reference, Database and Table: "folded to lowercase when it is stored".
        ["glue"] = ["database", "table", "tableversion", "userdefinedfunction"],
        ["memorydb"] = ["acl", "cluster", "parametergroup", "snapshot", "subnetgroup"],
        ["rds"] = ["cluster", "cluster-endpoint", "cluster-pg", "cluster-snapshot", "db", "global-cluster", "og", "pg", "secgrp", "snapshot", "subgrp"],
        ["redshift"] = ["cluster", "dbgroup", "dbname", "dbuser", "parametergroup", "securitygroup", "snapshot", "subnetgroup"],
    };

    /// <summary>A name as the service keeps it, or an ARN with such a name.</summary>
    public static string Kept(string service, string type, string text)
    {
        if (!Types.TryGetValue(service, out var types) || !types.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            return text;
        }

        // What an ARN says before the name stays: tableVersion/.
        var name = CallValues.LooksLikeArn(text) ? text.Split(':', 6) is [.., var resource] ? text.Length - resource.Length + resource.IndexOfAny([':', '/']) : 0 : 0;
        return string.Concat(text.AsSpan(0, Math.Max(name, 0)), text[Math.Max(name, 0)..].ToLowerInvariant());
    }
}
