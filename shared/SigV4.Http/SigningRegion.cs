using Amazon.Runtime;

namespace SigV4.Http;

/// <summary>The region that the environment asks for.</summary>
internal static class SigningRegion
{
    public static string OfEnvironment() =>
        Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? OfProfile() ?? "";

    // Without the instance's metadata service: looking for it costs seconds where there is none.
    private static string? OfProfile() => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
