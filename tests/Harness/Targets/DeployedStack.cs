using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation.Clients;
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
    private readonly ApiConnection connection;

    /// <summary>Knows the stack; nothing is called yet.</summary>
    public DeployedStack(DeployedStackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        cognito = new AwsCaller(options.EndpointUrl ?? new Uri($"https://cognito-idp.{options.Region}.amazonaws.com"), options.Region, TimeProvider.System);
        connection = new ApiConnection(UrlOf, decisionOf: null, options.Region, TimeProvider.System, new DeclaredApis(options.Template, options.Region).Find);
    }

    /// <summary>
    /// Finds the stack that is deployed as <c>LOCALAWS_STACK</c>, or whose outputs the file <c>LOCALAWS_OUTPUTS</c> has, with the credentials and the region that
    /// the AWS SDK finds. <c>LOCALAWS_TEMPLATE</c> names the template that was deployed where that is not <c>template.yaml</c>, <c>LOCALAWS_AWS_ENDPOINT</c> puts
    /// something else in the place of AWS's own endpoints.
    /// </summary>
    /// <param name="unsupported">
    /// Makes the exception for what cannot be asked of AWS, such as a test framework's way of skipping; null for <see cref="NotSupportedException"/>.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">Neither variable is set, CloudFormation refused, or the stack is not ready.</exception>
    public static async Task<DeployedStack> FindAsync(Func<string, Exception>? unsupported = null, CancellationToken cancellation = default)
    {
        var region = (FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1).SystemName;
        var endpoint = Setting("LOCALAWS_AWS_ENDPOINT") is { } url ? new Uri(url) : null;
        var credentials = await FindCredentialsAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var outputs = Setting("LOCALAWS_OUTPUTS") is { } file
            ? StackOutputs.Read(file)
            : await StackOutputs.DescribeAsync(
                endpoint ?? new Uri($"https://cloudformation.{region}.amazonaws.com"),
                region,
                Setting("LOCALAWS_STACK") ?? throw new InvalidOperationException("Which stack? Name it with LOCALAWS_STACK, or a file with its outputs with LOCALAWS_OUTPUTS."),
                credentials,
                cancellation).ConfigureAwait(false);
        var options = new DeployedStackOptions { Outputs = outputs, Region = region, Credentials = credentials, EndpointUrl = endpoint };
        options = Setting("LOCALAWS_TEMPLATE") is { } template ? options with { Template = template } : options;
        return new DeployedStack(unsupported is null ? options : options with { Unsupported = unsupported });
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
    public ApiCaller As(string role, RoleSession? session = null)
    {
        _ = ArnOf(role);
        return connection.As(role, () => ActAsync(role, (session ?? new RoleSession()).WriteTo));
    }

    /// <inheritdoc/>
    public ApiCaller As(AwsCredentials credentials) => connection.As(credentials);

    /// <inheritdoc/>
    public ApiCaller AsUser(string token, string header = "Authorization") => connection.AsUser(token, header);

    /// <inheritdoc/>
    public ApiCaller AsUser(UserTokens tokens) => connection.AsUser(tokens);

    /// <inheritdoc/>
    public ApiCaller AsNobody() => connection.AsNobody();

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
    public AwsCredentials SessionOf(string role, string sessionName = "test") =>
        Task.Run(() => ActAsync(role, request => request.RoleSessionName = sessionName)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null)
    {
        using var sts = StsClient(by ?? options.Credentials);
        return await TargetClients.AssumeAsync(sts, ArnOf(role), change).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<UserTokens> SignInAsync(string client, string username) =>
        new PoolUsers(cognito, options.Credentials).SignInAsync(UserPoolId(client), UserPoolClientId(client), username);

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
        connection.Client(api, credentials, service, region);

    /// <summary>Empty: AWS does not tell.</summary>
    public string ReasonOf(HttpResponseMessage response) => "";

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        cognito.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A session to act as a role with, where the role lets whoever runs the tests assume it.</summary>
    private async Task<AwsCredentials> ActAsync(string role, Action<AssumeRoleRequest> change)
    {
        try
        {
            return await AssumeAsync(role, change: change).ConfigureAwait(false);
        }
        catch (AmazonSecurityTokenServiceException e) when (e.ErrorCode == "AccessDenied")
        {
            throw options.Unsupported($"On AWS nobody but STS makes sessions, and it refuses one of {role}: {e.Message}");
        }
    }

    private static async Task<AwsCredentials> FindCredentialsAsync()
    {
        var found = await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(clientConfig: null).ConfigureAwait(false)).GetCredentialsAsync().ConfigureAwait(false);
        return new AwsCredentials(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+\z")]
    private static partial Regex PoolId();
}
