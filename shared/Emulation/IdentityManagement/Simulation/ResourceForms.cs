using System.Collections.Frozen;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>
/// How AWS's simulator writes the resources of an action of which a call names several. It publishes no list, and the forms are not those of the Service
/// Authorization Reference: these were seen (captured: testdata/aws/iam/simulation.json of radkawar/stackd), and of many actions it writes none.
/// </summary>
internal static class ResourceForms
{
    private const string Object = "arn:aws:s3:::${BucketName}/${KeyName}";

    private static readonly FrozenDictionary<string, string> Seen = new Dictionary<string, string>
    {
        ["s3:DeleteObject"] = Object,
        ["s3:GetObject"] = Object,
        ["s3:PutObject"] = Object,
        ["iam:GetUser"] = "arn:aws:iam::${Account}:${ResourceType}/${ResourceName}",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? Of(string action) => Seen.GetValueOrDefault(action);
}
