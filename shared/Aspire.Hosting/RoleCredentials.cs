namespace Aspire.Hosting;

/// <summary>In which form a resource gets a role's credentials.</summary>
public enum RoleCredentials
{
    /// <summary>
    /// As <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>: every client takes them. They last as long as the role lets a session last
    /// (<c>MaxSessionDuration</c>, an hour unless the template says more), and are new at each start of the resource.
    /// </summary>
    Keys,

    /// <summary>As <c>AWS_PROFILE</c>, with the files that have it: AWS's SDKs assume the role themselves, and again when a session ends.</summary>
    Profile,
}
