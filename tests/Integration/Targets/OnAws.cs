using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Harness.Targets;
using SigV4;
using Xunit.Sdk;

namespace Integration.Targets;

/// <summary>
/// The stack that is deployed as <c>LOCALAWS_STACK</c>, or whose outputs the file <c>LOCALAWS_OUTPUTS</c> has, called with the credentials and the
/// region that the AWS SDK finds. <c>LOCALAWS_AWS_ENDPOINT</c> puts something else in the place of AWS's own endpoints.
/// </summary>
internal static class OnAws
{
    public static async Task<TestTarget> StartAsync(CancellationToken cancellation)
    {
        var region = (FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1).SystemName;
        var endpoint = Setting("LOCALAWS_AWS_ENDPOINT") is { } url ? new Uri(url) : null;
        var credentials = await CredentialsAsync(cancellation);
        var outputs = Setting("LOCALAWS_OUTPUTS") is { } file
            ? StackOutputs.Read(file)
            : await StackOutputs.DescribeAsync(
                endpoint ?? new Uri($"https://cloudformation.{region}.amazonaws.com"),
                region,
                Setting("LOCALAWS_STACK") ?? throw new InvalidOperationException("LOCALAWS_TARGET is 'aws': name the stack with LOCALAWS_STACK, or a file with its outputs with LOCALAWS_OUTPUTS (docs/real-aws.md)."),
                credentials,
                cancellation);
        var stack = new DeployedStack(new DeployedStackOptions { Outputs = outputs, Region = region, Credentials = credentials, EndpointUrl = endpoint, Unsupported = static reason => SkipException.ForSkip(reason) });
        return new TestTarget(TargetKind.Aws, stack, null);
    }

    private static async Task<AwsCredentials> CredentialsAsync(CancellationToken cancellation)
    {
        var found = await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(clientConfig: null).WaitAsync(cancellation)).GetCredentialsAsync();
        return new AwsCredentials(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
