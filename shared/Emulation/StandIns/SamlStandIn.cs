using Emulation.Cognito.Federation;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>
/// Answers as an identity provider of SAML 2.0 does, as far as a user pool talks to it: metadata, sign-in by HTTP-Redirect and HTTP-POST, single logout. Amazon Cognito Developer
/// Guide, "SAML session initiation in Amazon Cognito user pools".
/// </summary>
internal sealed class SamlStandIn(
    ProviderStandIns standIns, PoolStore store, PendingSignIns pending, PendingLogouts logouts, ServiceProviderKeys keys, StandInMemory memory, SamlAnswers answers)
{
    public StandInAnswer Answer(StandInCall call) => call.Path switch
    {
        StandInPaths.Metadata when call.IsGet => StandInAnswer.OfXml(answers.MetadataOf(call.StandIn, BrowserUrl(call))),
        StandInPaths.SignOn when call.IsGet => SignOn(call),
        StandInPaths.Logout when call.IsGet => Logout(call),
        ChoicePage.Path when call is { IsPost: true, Form: { } form } => Choose(call, form),
        _ => StandInAnswer.Refuse(404, "Not here", $"The stand-in of {call.StandIn.Title} has no such page, or not for this method."),
    };

    private string BrowserUrl(StandInCall call) => standIns.BrowserUrlOf(call.StandIn.Pool.Id, call.StandIn.Provider.Name);

    /// <summary>The answer goes where the pool has its sign-in come back to, whatever else the request names.</summary>
    private StandInAnswer SignOn(StandInCall call)
    {
        var (pool, provider) = (call.StandIn.Pool.Id, call.StandIn.Provider);
        var mustBeSigned = provider["RequestSigningAlgorithm"] is not null;
        if (SamlMessages.Read(call, "AuthnRequest", BrowserUrl(call) + StandInPaths.SignOn, keys, mustBeSigned, out var problem) is not { } request)
        {
            return StandInAnswer.Refuse(400, "Not a request of the pool", problem);
        }

        var callback = request.Root.GetAttribute("AssertionConsumerServiceURL");
        if (!pending.IsUnderWay(pool, provider.Name, callback, request.RelayState))
        {
            return StandInAnswer.Refuse(
                400, "Nobody asked for this",
                "RelayState and AssertionConsumerServiceURL are none of a sign-in that the user pool began with this provider within the last five minutes. Begin again at the "
                    + "application.");
        }

        var visit = new StandInVisit(call.StandIn.Place, callback, request.RelayState) { RequestId = request.Id };
        return ChoicePage.Show(call.StandIn, memory.Visits.Add(visit), visit, store);
    }

    private StandInAnswer Choose(StandInCall call, Parameters form)
    {
        var key = form[ChoicePage.Visit];
        if (memory.Visits.Find(key) is not { } visit || visit.Place != call.StandIn.Place)
        {
            return ChoicePage.TooLate();
        }

        var (claims, again) = Choice.Read(call.StandIn, form, key!, visit, store);
        if (claims is null)
        {
            return again!;
        }

        memory.Visits.Take(key);
        var grant = new StandInGrant(visit, claims, call.StandIn.Kind.Fault(form[ChoicePage.Fault]));
        return ChoicePage.Post(call.StandIn, visit, store, [("SAMLResponse", answers.Response(call.StandIn, grant)), ("RelayState", visit.State)]);
    }

    /// <summary>Signs whoever it is out: nobody has a session here. What the pool signs only the pool can ask for.</summary>
    private StandInAnswer Logout(StandInCall call)
    {
        if (SamlMessages.Read(call, "LogoutRequest", BrowserUrl(call) + StandInPaths.Logout, keys, isSigned: true, out var problem) is not { } request)
        {
            return StandInAnswer.Refuse(400, "Not a request of the pool", problem);
        }

        return logouts.CallbackOf(call.StandIn.Pool.Id, call.StandIn.Provider.Name, request.RelayState) is { } callback
            ? ChoicePage.Post(
                call.StandIn, new StandInVisit(call.StandIn.Place, callback, request.RelayState), store,
                [("SAMLResponse", answers.LogoutResponse(call.StandIn, request.Id, callback)), ("RelayState", request.RelayState)])
            : StandInAnswer.Refuse(400, "Nobody asked for this", "RelayState is none of a sign-out that the user pool began with this provider within the last five minutes.");
    }
}
