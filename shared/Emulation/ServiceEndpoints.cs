using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Emulation.ServiceReference;

namespace Emulation;

/// <summary>
/// Addresses of services that the shell has for AWS's SDKs, <c>AWS_ENDPOINT_URL_SQS=http://127.0.0.1:9324</c>: what a function uses that is not here, it finds there. AWS SDKs
/// and Tools Reference Guide, "Service-specific endpoints".
/// </summary>
internal static class ServiceEndpoints
{
    private const string Prefix = "AWS_ENDPOINT_URL_";

    /// <summary>Whose calls LocalAws answers itself.</summary>
    private static readonly FrozenSet<string> Served = FrozenSet.Create(
        "API_GATEWAY", "APIGATEWAYMANAGEMENTAPI", "APIGATEWAYV2", "CLOUDFORMATION", "COGNITO_IDENTITY", "COGNITO_IDENTITY_PROVIDER", "IAM", "LAMBDA", "S3", "STS");

    /// <summary>Those of the environment that are addresses.</summary>
    public static ImmutableDictionary<string, string> Read(IDictionary environment) => environment.Keys.OfType<string>()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length)
        .Select(name => KeyValuePair.Create(name, environment[name] as string ?? ""))
        .Where(static pair => Uri.TryCreate(pair.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Those that functions are told: not of what is served here, or is behind this LocalAws.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Told(EmulatorOptions options) => options.ServiceEndpoints.Where(
        pair => !Served.Contains(pair.Key[Prefix.Length..]) && !IsBehind(pair.Key[Prefix.Length..], options));

    /// <summary>The variable has the service's id, <c>SECRETS_MANAGER</c>; signatures have another name.</summary>
    private static bool IsBehind(string serviceId, EmulatorOptions options) => options.Upstreams.ContainsKey(UpstreamEndpoint.EveryService)
        || options.Upstreams.Keys.Any(service => service.Equals(serviceId, StringComparison.OrdinalIgnoreCase)
            || (ServiceData.Find(serviceId.Replace("_", "", StringComparison.Ordinal)) is { } facts && facts.Apis.Any(api => api.SigningName == service)));
}
