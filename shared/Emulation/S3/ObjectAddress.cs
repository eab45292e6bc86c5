namespace Emulation.S3;

/// <summary>The address of an object, as a client reaches its bucket.</summary>
internal static class ObjectAddress
{
    /// <param name="host">What the client calls the endpoint by; null where nobody says.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="region">The bucket's region.</param>
    /// <param name="key">The key as it stands in an address.</param>
    public static string Of(string? host, string bucket, string region, string key) =>
        host is null ? $"https://{bucket}.s3.{region}.amazonaws.com/{key}"
        : host.StartsWith($"{bucket}.", StringComparison.Ordinal) ? $"http://{host}/{key}"
        : $"http://{host}/{bucket}/{key}";
}
