using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Decisions.Recorded;
using Emulation.ServiceReference;
using Iam;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>What cannot be known of a role from calls: what services of AWS do as the role, and services that nothing answered.</summary>
internal sealed class UnseenCalls(LoadedStacks stacks, CallRecords records)
{
    private static readonly string[] OfLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] OfTraces = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
    private static readonly string[] OfNetworks = ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
        "ec2:UnassignPrivateIpAddresses"];

    private readonly DeliveryAccess deliveries = new(stacks);

    private readonly HashSet<string> answered =
    [
        .. UpstreamEndpoint.Own, "s3", .. stacks.All.Any(static stack => !stack.Secrets.IsEmpty) ? (string[])["secretsmanager"] : [],
        .. records.Runs.SelectMany(static run => run.Servers).SelectMany(static server => ServiceData.SignedAs(server).Select(static api => api.Service.Prefix).Append(server)),
    ];

    /// <summary>Why an action of a grant could not be seen; null where it could.</summary>
    public string? WhyNotSeen(Role role, string action)
    {
        if (DeliveriesOf(role).FirstOrDefault(one => one.Actions.Any(done => GrantUse.IsLike(done, action))) is { Name: { } delivery })
        {
            return $"AWS itself does it: {delivery}";
        }

        var functions = stacks.All.SelectMany(static stack => stack.Functions).Where(function => function.RoleArn == role.Arn).ToList();
        if (functions.Count > 0 && OfLogs.Any(one => GrantUse.IsLike(one, action)) && !IsEverything(action))
        {
            return $"Lambda itself writes the log of {string.Join(" and ", functions.Select(static function => function.LogicalId))}: keep it";
        }

        if (functions.Count > 0 && OfTraces.Concat(OfNetworks).Any(one => GrantUse.IsLike(one, action)) && !IsEverything(action))
        {
            return "Lambda itself does it: keep it where the function is traced or in a VPC";
        }

        var service = action.Split(':')[0];
        return action.Contains(':', StringComparison.Ordinal) && !answered.Contains("*") && !answered.Contains(service)
            ? $"no server answered {service} while the calls were recorded" : null;
    }

    /// <summary>What is not known of a role in general, a sentence each.</summary>
    public IEnumerable<string> OfRole(Role role)
    {
        foreach (var service in role.TrustPolicy.Statements.Where(static statement => !statement.Denies).SelectMany(static statement => statement.PrincipalTexts)
            .Where(static text => text.EndsWith(".amazonaws.com", StringComparison.Ordinal) && text is not ("lambda.amazonaws.com" or "cognito-identity.amazonaws.com")).Distinct())
        {
            yield return $"{service} may be {role.LogicalId} too, and what it does as the role is not seen here.";
        }

        foreach (var (name, actions, on) in DeliveriesOf(role))
        {
            yield return $"AWS itself does {name} as this role, and needs {string.Join(", ", actions)} on {on}.";
        }
    }

    private static bool IsEverything(string action) => !action.Contains(':', StringComparison.Ordinal);

    private IEnumerable<(string Name, ImmutableArray<string> Actions, string On)> DeliveriesOf(Role role) =>
        from stack in stacks.All
        from delivery in stack.Deliveries
        where delivery.RoleArn == role.Arn.ToString()
        from asked in deliveries.Questions(delivery).Where(static question => question.Request.Principal is AssumedRole).GroupBy(static question => question.Request.Resource)
        select ($"{deliveries.SourceOf(delivery)} -> {DeliveryAccess.VerbOf(delivery)} {deliveries.NameOf(delivery.TargetArn)}",
            asked.Select(static question => question.Request.Action).ToImmutableArray(), deliveries.NameOf(asked.Key));
}
