using System.Text.Json.Nodes;

namespace Sam;

/// <summary>
/// A Cognito user pool of the template, or a part of one. Its properties keep the shape that the Cognito API takes, so that a pool of the template is
/// checked and made as one that a client creates.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="UserPoolId">The pool's id: <c>us-east-1_</c> and nine letters and digits, the same for the same account, stack and logical id.</param>
/// <param name="PhysicalId">What <c>Ref</c> is: the pool's or client's id, the group's or user's name, the domain, the identifier.</param>
/// <param name="Properties">The properties, evaluated. Text where the template has text: <c>"true"</c> and <c>"8"</c> stand for themselves.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record UserPoolResource(UserPoolResourceKind Kind, string LogicalId, string UserPoolId, string PhysicalId, JsonObject Properties, SourceLine Line)
{
    /// <summary>Whether a stand-in on this machine takes the place of the identity provider: <c>Metadata: { LocalAws: { StandIn: true } }</c>.</summary>
    public bool HasStandIn { get; init; }
}

/// <summary>The resource types of a user pool.</summary>
public enum UserPoolResourceKind
{
    /// <summary><c>AWS::Cognito::UserPool</c>.</summary>
    Pool,

    /// <summary><c>AWS::Cognito::UserPoolClient</c>; the physical id has 26 lower-case letters and digits.</summary>
    Client,

    /// <summary><c>AWS::Cognito::UserPoolDomain</c>.</summary>
    Domain,

    /// <summary><c>AWS::Cognito::UserPoolGroup</c>.</summary>
    Group,

    /// <summary><c>AWS::Cognito::UserPoolResourceServer</c>.</summary>
    ResourceServer,

    /// <summary><c>AWS::Cognito::UserPoolIdentityProvider</c>.</summary>
    IdentityProvider,

    /// <summary><c>AWS::Cognito::UserPoolUser</c>.</summary>
    User,

    /// <summary><c>AWS::Cognito::UserPoolUserToGroupAttachment</c>; the physical id is <c>user/group</c>.</summary>
    UserToGroup,

    /// <summary><c>AWS::Cognito::UserPoolUICustomizationAttachment</c>: the style sheet of the classic pages.</summary>
    Customization,

    /// <summary><c>AWS::Cognito::ManagedLoginBranding</c>; the physical id is <c>pool|id</c>.</summary>
    Branding,

    /// <summary><c>AWS::Cognito::Terms</c>; the physical id is <c>pool|id</c>.</summary>
    Terms,
}
