using System.Collections.Immutable;
using Emulation.DynamoDb;
using Emulation.Fronts;
using Emulation.S3.Door;
using Emulation.ServiceReference;
using Sam.Errors;

namespace Emulation;

/// <summary>
/// The services of which somebody lets pass what LocalAws cannot derive: <c>--allow-underived SERVICE</c>. Of a service that is written by hand nothing is underived, and there is
/// no risk to take.
/// </summary>
internal static class UnderivedServices
{
    /// <summary>Reads every value of the option.</summary>
    /// <exception cref="UsageException">One names no service, one of which nothing is underived, or one that no server runs.</exception>
    public static ImmutableHashSet<string> Read(IEnumerable<string> names, ImmutableDictionary<string, UpstreamEndpoint> upstreams) =>
        [.. names.Select(name => WhyNot(name, upstreams) is { } why ? throw new UsageException($"--allow-underived {name}: {why}") : name)];

    /// <summary>Those that there are, in order.</summary>
    public static IEnumerable<string> Names => ServiceData.SigningNames.Where(static name => !IsKnown(name));

    private static bool IsKnown(string name) =>
        UpstreamEndpoint.Own.Contains(name) || name is DynamoDbService.Name or S3Service.Name || FrontedServices.Has(name);

    private static string? WhyNot(string name, ImmutableDictionary<string, UpstreamEndpoint> upstreams) =>
        name == UpstreamEndpoint.EveryService ? "name each service, such as ecr. A risk is taken for one that you know."
        : UpstreamEndpoint.Own.Contains(name) ? $"LocalAws answers {name} itself, and nothing of it is underived. Leave it out."
        : IsKnown(name)
            ? $"what {name} asks is written by hand, and nothing of it is underived: what LocalAws refuses there, AWS refuses too. Leave it out, and see x-localaws-reason."
        : ServiceData.SignedAs(name).IsEmpty
            ? $"AWS has no service that signs as '{name}'.{(DidYouMean.Closest(name, ServiceData.SigningNames) is { } close ? $" Did you mean '{close}'?" : "")}"
        : !AllFronts.Runs(upstreams, name) ? $"no server runs {name} here. Name one too, with --upstream {name}=URL."
        : null;
}
