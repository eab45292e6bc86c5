using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Emulation.ServiceReference.Questions;

/// <summary>
/// Resources that a call tags by their ids alone, whatever they are: an id begins with its type. Amazon EC2 User Guide, "Resource IDs"; Amazon EFS API Reference, TagResource,
/// "ResourceId".
/// </summary>
internal static partial class TaggedIds
{
    /// <summary>The members that have such ids.</summary>
    private static readonly string[] Members = ["Resources", "ResourceId"];

    private static readonly FrozenDictionary<(string Service, string Beginning), string> Types = new Dictionary<(string, string), string>
    {
        [("ec2", "acl")] = "network-acl",
        [("ec2", "ami")] = "image",
        [("ec2", "cgw")] = "customer-gateway",
        [("ec2", "dopt")] = "dhcp-options",
        [("ec2", "eigw")] = "egress-only-internet-gateway",
        [("ec2", "eipalloc")] = "elastic-ip",
        [("ec2", "eni")] = "network-interface",
        [("ec2", "fl")] = "vpc-flow-log",
        [("ec2", "i")] = "instance",
        [("ec2", "igw")] = "internet-gateway",
        [("ec2", "lt")] = "launch-template",
        [("ec2", "nat")] = "natgateway",
        [("ec2", "pcx")] = "vpc-peering-connection",
        [("ec2", "rtb")] = "route-table",
        [("ec2", "sg")] = "security-group",
        [("ec2", "sgr")] = "security-group-rule",
        [("ec2", "snap")] = "snapshot",
        [("ec2", "subnet")] = "subnet",
        [("ec2", "tgw")] = "transit-gateway",
        [("ec2", "vgw")] = "vpn-gateway",
        [("ec2", "vol")] = "volume",
        [("ec2", "vpc")] = "vpc",
        [("ec2", "vpce")] = "vpc-endpoint",
        [("ec2", "vpn")] = "vpn-connection",
        [("elasticfilesystem", "fs")] = "file-system",
        [("elasticfilesystem", "fsap")] = "access-point",
    }.ToFrozenDictionary();

    /// <summary>What a call tags. Of an id that tells no type it may be anything; empty of a call that is none of these, or gives no id.</summary>
    /// <param name="service">The service of the action.</param>
    /// <param name="action">The action.</param>
    /// <param name="values">What the call says.</param>
    /// <param name="place">Where it is made.</param>
    public static IEnumerable<AskedArn> Of(ServiceFacts service, ServiceAction action, CallValues values, CallPlace place) =>
        action.Level != AccessLevel.Tagging || service.Prefix is not ("ec2" or "elasticfilesystem") ? []
        : Members.SelectMany(member => values.Scopes[0].GetValueOrDefault(member, [])).Where(static text => text is null || !CallValues.LooksLikeArn(text))
            .Select(text => ArnOf(service, action, text, place));

    private static AskedArn ArnOf(ServiceFacts service, ServiceAction action, string? text, CallPlace place)
    {
        if (text is not null && Id().Match(text) is { Success: true } id && Types.GetValueOrDefault((service.Prefix, id.Groups["type"].Value)) is { } name
            && action.Targets.Select(static target => target.Type).FirstOrDefault(type => type.Name == name) is { Formats: [var format, ..] })
        {
            return format.Fill(place, variable => variable == format.Variables[^1] ? text : null);
        }

        var any = new AskedArnBuilder();
        any.Add($"arn:{place.Partition}:{service.Prefix}:");
        any.AddValue("resource", null);
        return any.Build() with { IsMisread = true };
    }

    [GeneratedRegex(@"\A(?<type>[a-z]+)-[0-9a-f]{1,32}\z")]
    private static partial Regex Id();
}
