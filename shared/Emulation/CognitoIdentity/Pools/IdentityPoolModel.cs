using System.Collections.Frozen;
using Emulation.Cognito.Protocol;
using static Emulation.Cognito.Protocol.OperationModel;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>
/// The members that each operation of identity pools has, as AWS's service model lists them, and what a call is authorized on, as the Service Authorization
/// Reference does ("Amazon Cognito Identity"). A member that is not here is not part of the call.
/// </summary>
internal static class IdentityPoolModel
{
    public static FrozenDictionary<string, OperationModel> All { get; } = Table(
        Everything(
            "CreateIdentityPool",
            "IdentityPoolName AllowUnauthenticatedIdentities AllowClassicFlow SupportedLoginProviders DeveloperProviderName " +
            "OpenIdConnectProviderARNs CognitoIdentityProviders SamlProviderARNs IdentityPoolTags"),
        Everything("DeleteIdentities", "IdentityIdsToDelete"),
        Pool("DeleteIdentityPool", "IdentityPoolId") with { IsSilent = true },
        Everything("DescribeIdentity", "IdentityId"),
        Pool("DescribeIdentityPool", "IdentityPoolId"),
        Open("GetCredentialsForIdentity", "IdentityId Logins CustomRoleArn"),
        Open("GetId", "AccountId IdentityPoolId Logins"),
        Pool("GetIdentityPoolRoles", "IdentityPoolId"),
        Open("GetOpenIdToken", "IdentityId Logins"),
        Pool("GetOpenIdTokenForDeveloperIdentity", "IdentityPoolId IdentityId Logins PrincipalTags TokenDuration"),
        Pool("GetPrincipalTagAttributeMap", "IdentityPoolId IdentityProviderName"),
        Pool("ListIdentities", "IdentityPoolId MaxResults NextToken HideDisabled"),
        Everything("ListIdentityPools", "MaxResults NextToken"),
        Arn("ListTagsForResource", "ResourceArn"),
        Pool("LookupDeveloperIdentity", "IdentityPoolId IdentityId DeveloperUserIdentifier MaxResults NextToken"),
        Pool("MergeDeveloperIdentities", "SourceUserIdentifier DestinationUserIdentifier DeveloperProviderName IdentityPoolId"),
        Everything("SetIdentityPoolRoles", "IdentityPoolId Roles RoleMappings") with { IsSilent = true },
        Everything("SetPrincipalTagAttributeMap", "IdentityPoolId IdentityProviderName UseDefaults PrincipalTags"),
        Arn("TagResource", "ResourceArn Tags"),
        Pool("UnlinkDeveloperIdentity", "IdentityId IdentityPoolId DeveloperProviderName DeveloperUserIdentifier") with { IsSilent = true },
        Open("UnlinkIdentity", "IdentityId Logins LoginsToRemove") with { IsSilent = true },
        Arn("UntagResource", "ResourceArn TagKeys"),
        Pool(
            "UpdateIdentityPool",
            "IdentityPoolId IdentityPoolName AllowUnauthenticatedIdentities AllowClassicFlow SupportedLoginProviders DeveloperProviderName " +
            "OpenIdConnectProviderARNs CognitoIdentityProviders SamlProviderARNs IdentityPoolTags"));
}
