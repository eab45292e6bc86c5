using System.Text.Json.Nodes;

namespace Sam;

/// <summary>
/// A Cognito identity pool of the template, its roles, or the principal tags of one of its providers. The properties keep the shape that the Cognito API takes, so that a
/// pool of the template is checked and made as one that a client creates.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="IdentityPoolId">The pool's id: <c>us-east-1:</c> and a UUID, the same for the same account, stack and logical id.</param>
/// <param name="Properties">The properties, evaluated. Text where the template has text.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record IdentityPoolResource(IdentityPoolResourceKind Kind, string LogicalId, string IdentityPoolId, JsonObject Properties, SourceLine Line);

/// <summary>The resource types of an identity pool.</summary>
public enum IdentityPoolResourceKind
{
    /// <summary><c>AWS::Cognito::IdentityPool</c>.</summary>
    Pool,

    /// <summary><c>AWS::Cognito::IdentityPoolRoleAttachment</c>.</summary>
    Roles,

    /// <summary><c>AWS::Cognito::IdentityPoolPrincipalTag</c>.</summary>
    PrincipalTag,
}
