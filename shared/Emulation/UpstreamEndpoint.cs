using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Emulation.ServiceReference;
using Sam.Errors;
using SigV4;

namespace Emulation;

/// <summary>A server behind LocalAws at any http or https address, and what LocalAws signs with there.</summary>
internal sealed record UpstreamEndpoint(Uri Url, AwsCredentials Credentials)
{
    public const string AccessKeyVariable = "LOCALAWS_UPSTREAM_ACCESS_KEY_ID";
    public const string SecretKeyVariable = "LOCALAWS_UPSTREAM_SECRET_ACCESS_KEY";

    /// <summary>A file of the certificates that sign a server's own, in PEM; without it the machine's count.</summary>
    public const string AuthorityVariable = "LOCALAWS_UPSTREAM_CA_BUNDLE";

    /// <summary>The server behind everything that has no other, and that LocalAws does not do itself.</summary>
    public const string EveryService = "*";

    /// <summary>What LocalAws does itself, in front of which there is nothing to put.</summary>
    public static readonly string[] Own = ["apigateway", "cloudformation", "cognito-identity", "cognito-idp", "execute-api", "iam", "lambda", "sts"];

    // Servers without accounts take any; DynamoDB Local wants letters and digits, and keeps a database for each access key id unless -sharedDb.
    private static readonly AwsCredentials Anybody = new("localaws", "localaws");

    /// <summary>Reads every value of <c>--upstream</c>.</summary>
    /// <exception cref="UsageException">One is none, or a service is named twice.</exception>
    public static ImmutableDictionary<string, UpstreamEndpoint> ParseAll(IEnumerable<string> texts, Func<string, string?> environment)
    {
        var upstreams = ImmutableDictionary.CreateBuilder<string, UpstreamEndpoint>(StringComparer.Ordinal);
        foreach (var (service, endpoint) in texts.Select(text => Parse(text, environment)))
        {
            if (!upstreams.TryAdd(service, endpoint))
            {
                throw new UsageException($"--upstream: {service} is named twice.");
            }
        }

        return upstreams.ToImmutable();
    }

    /// <summary>Reads such as <c>dynamodb=http://127.0.0.1:8000</c>. Secrets do not belong on a command line: they are variables of the environment.</summary>
    /// <exception cref="UsageException">It is no such thing.</exception>
    public static (string Service, UpstreamEndpoint Endpoint) Parse(string text, Func<string, string?> environment)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new UsageException($"--upstream {text}: write SERVICE=URL, such as dynamodb=http://127.0.0.1:8000.");
        }

        var service = text[..equals];
        if (Own.Contains(service))
        {
            throw new UsageException($"--upstream {text}: LocalAws answers {service} itself.");
        }

        if (service != EveryService && ServiceData.SignedAs(service).IsEmpty)
        {
            var close = DidYouMean.Closest(service, ServiceData.SigningNames);
            throw new UsageException($"--upstream {text}: AWS has no service that signs as '{service}'.{(close is null ? "" : $" Did you mean '{close}'?")}");
        }

        var credentials = CredentialsOf(environment, VariableOf(AccessKeyVariable, service), VariableOf(SecretKeyVariable, service))
            ?? CredentialsOf(environment, AccessKeyVariable, SecretKeyVariable);
        return (service, new UpstreamEndpoint(ParseUrl(text, text[(equals + 1)..]), credentials ?? Anybody)
        {
            HasOwnCredentials = credentials is not null,
            IsForEveryService = service == EveryService,
            Authority = AuthorityOf(environment),
        });
    }

    /// <summary>Whether the server knows who LocalAws is there; else it takes anybody, and tells accounts by the access key at most.</summary>
    public bool HasOwnCredentials { get; init; }

    /// <summary>Whether it was named for all services that have no server of their own.</summary>
    public bool IsForEveryService { get; init; }

    /// <summary>The certificates that sign the server's; null for those that the machine trusts.</summary>
    public X509Certificate2Collection? Authority { get; init; }

    private static X509Certificate2Collection? AuthorityOf(Func<string, string?> environment)
    {
        if (environment(AuthorityVariable) is not { Length: > 0 } file)
        {
            return null;
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{AuthorityVariable}: {file} cannot be read: {e.Message}");
        }

        return certificates.Count > 0 ? certificates : throw new UsageException($"{AuthorityVariable}: {file} has no certificate in PEM.");
    }

    private static Uri ParseUrl(string text, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0
            || uri.Fragment.Length > 0 || uri.AbsolutePath != "/")
        {
            throw new UsageException(
                $"--upstream {text}: '{url}' is no address of a server. Write http://HOST:PORT or https://HOST:PORT, without path and query. It need not be on this machine.");
        }

        return uri.UserInfo.Length == 0 ? uri
            : throw new UsageException(
                $"--upstream: leave the credentials out of the URL, where everybody on this machine sees them. Set {AccessKeyVariable} and {SecretKeyVariable}.");
    }

    /// <summary>The variable of one service, such as <c>LOCALAWS_UPSTREAM_S3_ACCESS_KEY_ID</c>.</summary>
    private static string VariableOf(string variable, string service) =>
        variable.Replace("UPSTREAM_", $"UPSTREAM_{service.ToUpperInvariant().Replace('-', '_')}_", StringComparison.Ordinal);

    private static AwsCredentials? CredentialsOf(Func<string, string?> environment, string idVariable, string secretVariable) =>
        (environment(idVariable), environment(secretVariable)) switch
        {
            (null or "", null or "") => null,
            ({ Length: > 0 } id, { Length: > 0 } secret) => new AwsCredentials(id, secret),
            _ => throw new UsageException($"Set both {idVariable} and {secretVariable}, or neither."),
        };
}
