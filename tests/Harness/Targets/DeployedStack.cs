using System.Text.RegularExpressions;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation.Demo;
using SigV4;

namespace Harness.Targets;

/// <summary>
/// A stack in an AWS account, known by its outputs: <c>{Api}Url</c>, <c>{Role}Arn</c> and <c>{Client}Id</c>, each named by a logical id of the
/// template, and one with the id of the user pool. Sessions come from STS, by the credentials of whoever runs the tests.
/// </summary>
public sealed partial class DeployedStack : IAwsTarget
{
    private readonly DeployedStackOptions options;
    private readonly AwsCaller cognito;

    /// <summary>Knows the stack; nothing is called yet.</summary>
    public DeployedStack(DeployedStackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        cognito = new AwsCaller(options.EndpointUrl ?? new Uri($"https://cognito-idp.{options.Region}.amazonaws.com"), options.Region, TimeProvider.System);
    }

    /// <inheritdoc/>
    public Uri EndpointUrl => options.EndpointUrl ?? new Uri($"https://sts.{options.Region}.amazonaws.com");

    /// <inheritdoc/>
    public string Region => options.Region;

    /// <inheritdoc/>
    public string Account => options.Outputs.Account;

    /// <inheritdoc/>
    public string ConfigFile => throw options.Unsupported("On AWS whoever runs the tests has profiles of their own: LocalAws writes none.");

    /// <inheritdoc/>
    public string CredentialsFile => ConfigFile;

    /// <inheritdoc/>
    public Uri UrlOf(string api) => new(options.Outputs[$"{api}Url"].TrimEnd('/'));

    /// <inheritdoc/>
    public string ArnOf(string role) => options.Outputs.Values.TryGetValue($"{role}Arn", out var arn)
        ? arn
        : throw options.Unsupported($"The stack has no output '{role}Arn': nobody outside is meant to be {role}.");

    /// <inheritdoc/>
    public AwsCredentials Administrator(string? account = null) =>
        account is null || account == Account ? options.Credentials : throw options.Unsupported($"There are no credentials of account {account}.");

    /// <inheritdoc/>
    public AwsCredentials SessionOf(string role, string sessionName = "test")
    {
        try
        {
            return Task.Run(() => AssumeAsync(role, change: request => request.RoleSessionName = sessionName)).GetAwaiter().GetResult();
        }
        catch (AmazonSecurityTokenServiceException e) when (e.ErrorCode == "AccessDenied")
        {
            throw options.Unsupported($"On AWS nobody but STS makes sessions, and it refuses one of {role}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null)
    {
        using var sts = StsClient(by ?? options.Credentials);
        return await TargetClients.AssumeAsync(sts, ArnOf(role), change).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<UserTokens> SignInAsync(string client, string username) => new PoolUsers(cognito, options.Credentials).SignInAsync(UserPoolId(client), UserPoolClientId(client), username);

    /// <inheritdoc/>
    public string UserPoolId(string client) => options.Outputs.Values.TryGetValue($"{client}PoolId", out var named)
        ? named
        : options.Outputs.Values.Values.Where(static value => PoolId().IsMatch(value)).Distinct().ToList() is [var only]
            ? only
            : throw new ArgumentException($"Which user pool has {client}? Add an output '{client}PoolId' to the template.", nameof(client));

    /// <inheritdoc/>
    public string UserPoolClientId(string client) => options.Outputs[$"{client}Id"];

    /// <inheritdoc/>
    public AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials) => TargetClients.Sts(EndpointUrl, Region, credentials);

    /// <inheritdoc/>
    public HttpClient Client(string api, AwsCredentials? credentials, string service = "execute-api", string? region = null) =>
        TargetClients.Api(UrlOf(api), region ?? Region, credentials, service, TimeProvider.System);

    /// <summary>Empty: AWS does not tell.</summary>
    public string ReasonOf(HttpResponseMessage response) => "";

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        cognito.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+\z")]
    private static partial Regex PoolId();
}
