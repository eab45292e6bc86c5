using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.ServiceReference.Data;
using Emulation.ServiceReference.Routes;
using Sam.Errors;

namespace Emulation.ServiceReference;

/// <summary>
/// What AWS publishes of its services: their actions, what each is on, how their APIs are called. Nothing is read before it is asked for, and then one
/// service alone.
/// </summary>
internal static class ServiceData
{
    private static readonly Lazy<ServiceDataFile> File = new(ServiceDataFile.Open);
    private static readonly ConcurrentDictionary<string, Lazy<ServiceFacts>> Read = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<string, Lazy<ModelRouter>> Routers = new(StringComparer.Ordinal);

    /// <summary>The sets of data, and of which day each is: a sentence each.</summary>
    public static ImmutableArray<string> Source => File.Value.Source;

    /// <summary>IAM's prefixes of all services, in order.</summary>
    public static IReadOnlyCollection<string> Prefixes => File.Value.Prefixes;

    /// <summary>The names that signatures give services, in order. Some are not IAM's prefix: CloudWatch signs as <c>monitoring</c>.</summary>
    public static IEnumerable<string> SigningNames => File.Value.SigningNames;

    /// <summary>A service by IAM's prefix, else by the name in a signature or of its API, in any case; null when AWS has none of that name.</summary>
    public static ServiceFacts? Find(string name) =>
        File.Value.PrefixOf(name) is { } prefix ? Read.GetOrAdd(prefix, static prefix => new(() => File.Value.Read(prefix))).Value : null;

    /// <summary>The APIs whose calls are signed with a name: of <c>ses</c> both versions. Empty when AWS has none.</summary>
    public static ImmutableArray<ServiceApi> SignedAs(string signingName) =>
        [.. File.Value.PrefixesOfSigned(signingName).SelectMany(static prefix => Find(prefix)!.Apis).Where(api => api.SigningName == signingName)];

    /// <summary>The operation that a request asks of the REST APIs signed with a name, by method, path and query as they were sent; null when none is.</summary>
    public static RoutedCall? Route(string signingName, string method, string path, string query) =>
        Routers.GetOrAdd(signingName, static name => new(() => new ModelRouter(SignedAs(name)))).Value.Find(method, path, query);

    /// <summary>An action, such as <c>s3:GetObject</c>, in any case as IAM takes it; null when the data have none.</summary>
    public static ServiceAction? FindAction(string action) =>
        action.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && PrefixIs(action[..colon]) is { } service
            ? service.Actions.GetValueOrDefault(action[(colon + 1)..])
            : null;

    /// <summary>Why there is no such action, and what may be meant; null when there is one.</summary>
    public static string? WhyNoAction(string action)
    {
        if (FindAction(action) is not null)
        {
            return null;
        }

        var (prefix, name) = action.Split(':', 2) is [var first, var rest] ? (first, rest) : ("", action);
        if (PrefixIs(prefix) is not { } service)
        {
            // The name in signatures is not always the prefix.
            return WithHint($"IAM has no service '{prefix}'.", (Find(prefix)?.Prefix ?? DidYouMean.Closest(prefix, Prefixes)) is { } close ? $"{close}:{name}" : null);
        }

        return WithHint($"{service.Prefix} has no action '{name}'.", DidYouMean.Closest(name, service.Actions.Keys) is { } near ? $"{service.Prefix}:{near}" : null);
    }

    /// <summary>A policy names a service by its prefix alone.</summary>
    private static ServiceFacts? PrefixIs(string prefix) => Find(prefix) is { } service && service.Prefix.Equals(prefix, StringComparison.OrdinalIgnoreCase) ? service : null;

    private static string WithHint(string wrong, string? meant) => meant is null ? wrong : $"{wrong} Did you mean '{meant}'?";
}
