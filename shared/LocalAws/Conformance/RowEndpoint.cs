using Emulation;

namespace Tool.Conformance;

/// <summary>Where services answer: one address for all of them, or AWS's own, one for each.</summary>
/// <param name="Address">The address; null for AWS itself.</param>
internal sealed record RowEndpoint(Uri? Address)
{
    /// <summary>The word for AWS itself.</summary>
    public const string Aws = "aws";

    public bool IsAws => Address is null;

    /// <exception cref="UsageException">It is no address.</exception>
    public static RowEndpoint Parse(string text) => text == Aws ? new RowEndpoint((Uri?)null)
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" } ? new RowEndpoint(address)
        : throw new UsageException($"--endpoint {text}: that is no address of a server. Give scheme, host and port, such as http://127.0.0.1:4566, or '{Aws}' for AWS itself.");

    public Uri Of(string service, string region) => Address ?? new Uri(service == "iam" ? "https://iam.amazonaws.com" : $"https://{service}.{region}.amazonaws.com");

    public override string ToString() => Address?.ToString() ?? "AWS";
}
