using Emulation.QueryProtocol;

namespace Emulation.Iam.Api;

/// <summary>An action of IAM.</summary>
/// <param name="Name">Its name: the value of <c>Action</c>, and what permissions call it.</param>
/// <param name="Required">The parameters that it must have, with blanks between.</param>
/// <param name="Optional">Those that it may have.</param>
/// <param name="Target">What it is about.</param>
/// <param name="Perform">Does it, for who may.</param>
internal sealed record IamOperation(string Name, string Required, string Optional, Func<IamCall, IamTarget> Target, Func<IamCall, QueryAnswer> Perform)
{
    /// <summary>The actions whose condition keys name a permissions boundary. Service Authorization Reference, "AWS Identity and Access Management".</summary>
    private static readonly HashSet<string> WithBoundary = new(StringComparer.Ordinal)
    {
        "CreateUser", "CreateRole", "PutUserPermissionsBoundary", "PutRolePermissionsBoundary", "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary",
        "AttachUserPolicy", "AttachRolePolicy", "DetachUserPolicy", "DetachRolePolicy", "PutUserPolicy", "PutRolePolicy", "DeleteUserPolicy", "DeleteRolePolicy",
    };

    public string Permission => $"iam:{Name}";

    /// <summary>Whether the user is the caller when the call names none.</summary>
    public bool MeansCallerByDefault => Optional.Split(' ').Contains("UserName");

    /// <summary>Whether <c>iam:PermissionsBoundary</c> is set.</summary>
    public bool HasBoundaryKey => WithBoundary.Contains(Name);

    /// <summary>Whether <c>iam:PolicyARN</c> is set.</summary>
    public bool HasPolicyKey => Name.StartsWith("Attach", StringComparison.Ordinal) || Name.StartsWith("Detach", StringComparison.Ordinal);

    /// <summary>What is wrong with the parameters, or null.</summary>
    public QueryError? Check(QueryRequest parameters) => ParameterRules.Check(parameters, Words(Required), Words(Optional));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
