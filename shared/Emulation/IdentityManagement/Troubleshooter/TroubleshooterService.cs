using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Protocols.RestJson;
using Iam;
using ToolboxOperation = Emulation.Calls.ServiceOperation<Emulation.Protocols.RestJson.RestRequest, Emulation.Protocols.RestJson.RestAnswer>;

namespace Emulation.IdentityManagement.Troubleshooter;

/// <summary>
/// IAM Access Troubleshooter, the service <c>iam-toolbox</c>, as the door has it: AWS IAM Toolbox API Reference, 2018-05-10 (preview). Its calls are signed for <c>iam</c>.
/// </summary>
internal static class TroubleshooterService
{
    private const string Prefix = "/authorization-details/";
    private const int LongestId = 256;

    public static AwsService<RestRequest, RestAnswer> Of(KeptRefusals refusals)
    {
        RestRoute[] routes =
        [
            new("GetRequestAuthorizationDetails", "GET", $"{Prefix}{{authorizationId}}"),
            new("GetRequestAuthorizationPolicy", "GET", $"{Prefix}{{authorizationId}}/policy"),
        ];
        return new("iam", new RestJsonWire([.. routes], "the details of a refusal, and their policies"), Operations(refusals))
        {
            // Regional: a refusal is known in its own region alone.
            Region = null,
            Owns = static request => request.SignedService is "iam" && request.Path.StartsWith(Prefix, StringComparison.Ordinal),
        };
    }

    private static IEnumerable<ToolboxOperation> Operations(KeptRefusals refusals) =>
    [
        new("GetRequestAuthorizationDetails", "authorizationId nextToken", call => Asked("iam:GetRequestAuthorizationDetails", call, () => Details(refusals, call))),
        new("GetRequestAuthorizationPolicy", "authorizationId policyUri", call => Asked("iam:GetRequestAuthorizationPolicy", call, () => Policy(refusals, call))),
    ];

    private static Intent<RestAnswer> Asked(string action, ServiceCall<RestRequest> call, Func<RestAnswer> answer) =>
        call.Parameters["authorizationId"] is { Length: > 0 and <= LongestId } id && id.All(static c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c))
            ? Intent<RestAnswer>.Of([new Ask(action, "*")], answer)
            : Invalid("authorizationId has to be the id that an access denied message names: digits and small letters.");

    private static RestAnswer Details(KeptRefusals refusals, ServiceCall<RestRequest> call)
    {
        if (Find(refusals, call) is not { } details)
        {
            return NotFound;
        }

        var token = call.Parameters["nextToken"];
        return details.PageFrom(token) is { } page ? new RestAnswer(200, page) : Invalid("nextToken is none of an earlier answer.");
    }

    private static RestAnswer Policy(KeptRefusals refusals, ServiceCall<RestRequest> call) =>
        call.Parameters["policyUri"] is not { Length: > 0 } uri ? Invalid("policyUri is missing.")
        : Find(refusals, call) is { SeesPrincipal: true } details && details.PolicyBy(uri) is { } policy ? new RestAnswer(200, policy)
        : NotFound;

    /// <summary>What the caller may know of the refusal; null where that is nothing.</summary>
    private static AuthorizationDetails? Find(KeptRefusals refusals, ServiceCall<RestRequest> call)
    {
        if (AuthorizationId.DecisionOf(call.Parameters["authorizationId"]!) is not { } id || refusals.Find(id, call.Facts.At) is not { Subject: { } subject } entry
            || (subject.Request.Context.TryGet("aws:RequestedRegion", out var regions) && !regions.Contains(call.Facts.Region)))
        {
            return null;
        }

        var account = call.Signer.Principal.Account;
        var organization = call.Environment.Complete(new ConditionContext(), account).TryGet("aws:PrincipalOrgID", out var own) ? own[0] : null;
        var details = new AuthorizationDetails(
            entry,
            seesPrincipal: subject.Request.Principal.Account == account || IsSame(organization, subject.Request.Context, "aws:PrincipalOrgID"),
            seesResource: subject.Request.ResourceAccount == account || IsSame(organization, subject.Request.Context, "aws:ResourceOrgID"));
        return details.SeesPrincipal || details.SeesResource ? details : null;
    }

    private static bool IsSame(string? organization, ConditionContext context, string key) =>
        organization is not null && context.TryGet(key, out var values) && values is [var value] && value == organization;

    private static RestRefusal Invalid(string message) => new(400, "ValidationException", message);

    private static RestAnswer NotFound => new RestRefusal(
        404, "ResourceNotFoundException", "The authorization details that you asked for do not exist in this region or have expired, or are of another account.");
}
