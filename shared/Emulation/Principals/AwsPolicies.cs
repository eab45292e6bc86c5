using System.Collections.Concurrent;
using Iam;
using Sam.Policies;

namespace Emulation.Principals;

/// <summary>The policies that AWS manages: every account can attach them, none can change them.</summary>
internal static class AwsPolicies
{
    /// <summary>What AWS does not publish with the documents; a date in the past.</summary>
    private static readonly DateTimeOffset Made = new(2015, 2, 6, 18, 39, 46, TimeSpan.Zero);

    /// <summary>Those that were asked for: there are more than a thousand, and a stack uses a handful.</summary>
    private static readonly ConcurrentDictionary<string, CustomerPolicy> Described = new(StringComparer.Ordinal);

    public static IEnumerable<(string Arn, CustomerPolicy Policy)> All =>
        AwsManagedPolicies.Arns.Order(StringComparer.Ordinal).Select(static arn => (arn, Described.GetOrAdd(arn, Describe)));

    public static bool Owns(string arn) => arn.StartsWith("arn:aws:iam::aws:policy/", StringComparison.Ordinal);

    public static CustomerPolicy? Find(string arn) =>
        Owns(arn) && AwsManagedPolicies.ArnOf(arn[(arn.LastIndexOf('/') + 1)..]) == arn ? Described.GetOrAdd(arn, Describe) : null;

    private static CustomerPolicy Describe(string arn)
    {
        var path = arn[(arn.IndexOf(":policy/", StringComparison.Ordinal) + 7)..];
        var name = path[(path.LastIndexOf('/') + 1)..];
        return new CustomerPolicy
        {
            Name = name,
            Path = path[..^name.Length],
            UniqueId = AccessKeyId.UniqueId("ANPA", System.Text.Encoding.UTF8.GetBytes(arn)),
            CreatedAt = Made,
            UpdatedAt = Made,
            Versions = [new PolicyVersion("v1", () => Read(arn, name), Made)],
            DefaultVersionId = "v1",
            NextVersion = 2,
        };
    }

    private static Policy Read(string arn, string name) => Policy.Parse(AwsManagedPolicies.JsonOf(arn)!, PolicyKind.Identity, new PolicyOrigin(name, arn)).Policy!;
}
