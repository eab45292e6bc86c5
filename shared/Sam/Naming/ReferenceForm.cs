using System.Globalization;
using System.Text;

namespace Sam.Naming;

/// <summary>
/// Fills the form of a name, an id or an ARN, such as <c>sqs:{region}:{account}:{name}</c>. What AWS draws at random is drawn here from stack and logical id;
/// <c>{Cluster}</c> is what the template gives as that property, <c>{~Cluster|default}</c> the last part of it if it is an ARN, or <c>default</c>, and <c>{EventBusName/}</c>
/// stands with its slash only where it is given and not <c>default</c>.
/// </summary>
internal static class ReferenceForm
{
    /// <param name="form">The form.</param>
    /// <param name="arn">The form of the resource's ARN after <c>arn:aws:</c>, for <c>{arn}</c>.</param>
    /// <param name="resource">Whose it is.</param>
    public static string Fill(string form, string arn, PhysicalResource resource)
    {
        var filled = new StringBuilder();
        for (var rest = form.AsSpan(); !rest.IsEmpty;)
        {
            var (start, end) = (rest.IndexOf('{'), rest.IndexOf('}'));
            if (start < 0)
            {
                filled.Append(rest);
                break;
            }

            filled.Append(rest[..start]).Append(Hole(rest[(start + 1)..end], arn, resource));
            rest = rest[(end + 1)..];
        }

        return filled.ToString();
    }

    private static string Hole(ReadOnlySpan<char> hole, string arn, PhysicalResource resource) => hole switch
    {
        "name" => resource.Name,
        "/name" => resource.Name.StartsWith('/') ? resource.Name[1..] : resource.Name,
        "path" => resource.Path,
        "arn" => $"arn:aws:{Fill(arn, "", resource)}",
        "region" => resource.Stack.Region,
        "account" => resource.Stack.AccountId,
        "stack" => resource.Stack.StackName,
        "logical" => resource.LogicalId,
        "uuid" => DerivedId.Uuid(resource.Stack, resource.LogicalId).ToString(),
        "ip" => DerivedId.Address(resource.Stack, resource.LogicalId),
        [>= 'a' and <= 'z', ..] => Drawn(hole, resource),
        _ => Given(hole, resource),
    };

    // "hex17": seventeen letters of that alphabet.
    private static string Drawn(ReadOnlySpan<char> hole, PhysicalResource resource)
    {
        var letters = hole.IndexOfAnyInRange('0', '9');
        return DerivedId.Drawn(resource.Stack, resource.LogicalId, hole[..letters], int.Parse(hole[letters..], CultureInfo.InvariantCulture));
    }

    private static string Given(ReadOnlySpan<char> hole, PhysicalResource resource)
    {
        var isShort = hole[0] == '~';
        var end = hole.IndexOfAny('|', '/');
        var property = (end < 0 ? hole : hole[..end])[(isShort ? 1 : 0)..].ToString();
        var value = resource.Given(property);
        if (isShort && value is not null && value.StartsWith("arn:", StringComparison.Ordinal))
        {
            value = value[(value.LastIndexOfAny(['/', ':']) + 1)..];
        }

        // A sign without a text after it parts the value from what follows.
        return end < 0 ? value ?? resource.Name
            : end == hole.Length - 1 ? value is null or "default" ? "" : $"{value}{hole[end]}"
            : value ?? (hole[(end + 1)..] is "logical" ? resource.LogicalId : hole[(end + 1)..].ToString());
    }
}
