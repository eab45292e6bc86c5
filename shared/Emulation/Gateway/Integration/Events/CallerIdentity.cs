using Emulation.Gateway.UsagePlans;
using Emulation.Sessions;

namespace Emulation.Gateway.Integration.Events;

/// <summary>What the function learns about an IAM caller; all null when the route asks for no authentication.</summary>
/// <param name="AccessKey">The access key id that signed.</param>
/// <param name="AccountId">The caller's account.</param>
/// <param name="UserId">The caller's unique id, with the session's name.</param>
/// <param name="Arn">The caller's ARN.</param>
/// <param name="Cognito">The identity of an identity pool that the caller is.</param>
/// <param name="OrganizationId">The organisation of the caller's account; null when it is in none.</param>
internal readonly record struct CallerIdentity(string? AccessKey, string? AccountId, string? UserId, string? Arn, CognitoSession? Cognito, string? OrganizationId)
{
    /// <summary>The API key that was sent; null without one.</summary>
    public SentKey? Key { get; private init; }

    public static CallerIdentity Of(GatewayDecision decision) => (decision.Caller is not { } caller ? default : new CallerIdentity(
        caller.AccessKeyId, caller.Principal.Account?.ToString(), caller.Principal.UserId, caller.Principal.Arn, CognitoSession.Of(caller),
        decision.Subject?.Request.Context.TryGet("aws:PrincipalOrgID", out var organization) == true ? organization[0] : null)) with { Key = decision.Key };
}
