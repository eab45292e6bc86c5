using System.Collections.Immutable;

namespace Iam.Keys;

/// <summary>
/// What a service of AWS does not pass on when it calls another in a principal's name: the target service sees the calling one's connection. IAM User Guide, "AWS
/// global condition context keys", "Properties of the network", and "AWS: Denies access to AWS based on the source IP".
/// </summary>
internal static class ForwardedKeys
{
    /// <summary>Keys of the caller's own connection and client.</summary>
    public static ImmutableArray<string> OfConnection { get; } =
    [
        "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths",
        "aws:UserAgent", "aws:Referer",
    ];
}
