using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Lets a resource call a LocalAws as a role.</summary>
public static class LocalAwsReferenceExtensions
{
    /// <summary>
    /// Starts the resource once LocalAws is ready, and gives it: <c>AWS_ENDPOINT_URL</c>, the region, the credentials of a role, and the URL of each API as
    /// <c>services__{api}__http__0</c>, where Aspire's service discovery and <c>IConfiguration</c> find it.
    /// </summary>
    /// <param name="builder">The resource.</param>
    /// <param name="aws">The LocalAws.</param>
    /// <param name="role">A role of the templates that the account's administrator may assume: its logical id, name or ARN.</param>
    /// <param name="credentials">In which form.</param>
    /// <exception cref="DistributedApplicationException">At the start of the resource: there is no such role, or it may not be assumed. The message says why.</exception>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<LocalAwsResource> aws, string role, RoleCredentials credentials = RoleCredentials.Keys)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(aws);
        ArgumentException.ThrowIfNullOrEmpty(role);
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            // There AWS gives a role to what is deployed.
            return builder;
        }

        if (builder.Resource is IResourceWithWaitSupport)
        {
            builder.WithAnnotation(new WaitAnnotation(aws.Resource, WaitType.WaitUntilHealthy));
        }

        return builder.WithReferenceRelationship(aws).WithEnvironment(async context =>
        {
            var variables = context.EnvironmentVariables;
            var stack = await RunningStack.ReadAsync(aws.Resource, context.CancellationToken).ConfigureAwait(false);
            variables["AWS_ENDPOINT_URL"] = aws.Resource.Endpoint;
            variables["AWS_REGION"] = variables["AWS_DEFAULT_REGION"] = stack.Region;
            foreach (var api in stack.Apis)
            {
                // By the name that LocalAws has where the resource runs, which in a container is another one.
                variables[$"services__{api.LogicalId}__http__0"] = ReferenceExpression.Create($"{aws.Resource.Endpoint}{api.Path}");
            }

            var profiles = new ProfileFolder(aws.Resource.DataFolder);
            if (credentials == RoleCredentials.Profile)
            {
                UseProfile(variables, profiles, profiles.NameOf(stack.RoleOf(role)));
                return;
            }

            var session = await RoleSession.AssumeAsync(stack, profiles, role, builder.Resource.Name, context.CancellationToken).ConfigureAwait(false);
            variables["AWS_ACCESS_KEY_ID"] = session.AccessKeyId;
            variables["AWS_SECRET_ACCESS_KEY"] = session.SecretAccessKey;
            variables["AWS_SESSION_TOKEN"] = session.SessionToken;
        });
    }

    /// <summary>Keys that whoever started the AppHost has in the environment would come before a profile.</summary>
    private static void UseProfile(Dictionary<string, object> variables, ProfileFolder profiles, string name)
    {
        variables["AWS_PROFILE"] = name;
        variables["AWS_CONFIG_FILE"] = profiles.Config;
        variables["AWS_SHARED_CREDENTIALS_FILE"] = profiles.Credentials;
        variables["AWS_ACCESS_KEY_ID"] = variables["AWS_SECRET_ACCESS_KEY"] = variables["AWS_SESSION_TOKEN"] = "";
    }
}
