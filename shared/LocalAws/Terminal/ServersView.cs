using Emulation;
using Emulation.Wire;
using Sam;

namespace Tool.Terminal;

/// <summary>The templates' resources of other services, each by what <c>Ref</c> gives; the servers that run those services; and the services that no server runs.</summary>
internal static class ServersView
{
    /// <summary>Each section that has anything to say: its title and its lines.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<string> Lines)> Of(Emulator emulator)
    {
        var open = emulator.Stacks.All.SelectMany(static stack => stack.ServiceResources)
            .Where(static one => one is { Closed: null } and not (EventRule or SesIdentity or LogGroup))
            .ToLookup(one => emulator.Answers(one.Arn.Service));
        if (open[true].ToList() is { Count: > 0 } here)
        {
            yield return ("Resources", [.. here.Select(one => $"{Shown(one, emulator)}   {one.LogicalId}")]);
        }

        if (emulator.Servers.ToList() is { Count: > 0 } servers)
        {
            yield return ("Servers, with IAM in front of them",
                [.. servers.Select(static one => $"{one.Url}   {(one.Service == UpstreamEndpoint.EveryService ? "every other service" : one.Service)}")]);
        }

        if (open[false].ToList() is { Count: > 0 } absent)
        {
            yield return ("Without a server",
            [
                .. absent.GroupBy(static one => one.Arn.Service).Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static one => one.LogicalId))}"),
                $"To have them: start an emulator of AWS, and localaws up --upstream {ShellText.Word("*=http://127.0.0.1:5000")} puts IAM in front of it",
            ]);
        }
    }

    private static string Shown(ServiceResource one, Emulator emulator) => one is Bucket
        ? $"s3://{one.Name}"
        : emulator.Addresses.Of(one.Identity.PhysicalId, emulator.EndpointUrl);
}
