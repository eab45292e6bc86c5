using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>
/// Answers as OpenID Connect and the four companies do, as far as a user pool talks to them. Google for Developers, "OpenID Connect"; Meta for Developers, "Manually Build a Login
/// Flow"; Login with Amazon Developer Guide, "Authorization Code Grant"; Apple Developer Documentation, "Sign in with Apple REST API"; OpenID Connect Core 1.0.
/// </summary>
internal sealed class OpenIdStandIn(PoolStore store, PendingSignIns pending, StandInMemory memory, TimeProvider time)
{
    private readonly ClientProof proof = new(time);
    private readonly StandInTokens tokens = new(memory, time);

    public StandInAnswer Answer(StandInCall call)
    {
        var (paths, path) = (call.StandIn.Paths, call.Path);
        var issuer = call.StandIn.Provider["oidc_issuer"];
        return path switch
        {
            "/.well-known/openid-configuration" when issuer is not null && call.IsGet => StandInAnswer.Of(Discovery(call, issuer)),
            _ when path == paths.Authorize && call.IsGet => Authorize(call),
            ChoicePage.Path when call is { IsPost: true, Form: { } form } => Choose(call, form),
            _ when path == paths.Token => Token(call),
            _ when path == paths.Keys && call.IsGet => StandInAnswer.Of(memory.KeyOf(call.StandIn.Place).KeySet()),
            _ when path == paths.Attributes => Attributes(call),
            _ => StandInAnswer.Refuse(404, "Not here", $"The stand-in of {call.StandIn.Title} has no such page, or not for this method."),
        };
    }

    /// <summary>The document of the issuer, with the addresses of the stand-in. OpenID Connect Discovery 1.0, section 3.</summary>
    private static JsonObject Discovery(StandInCall call, string issuer)
    {
        var at = $"{call.Http.Request.Scheme}://{call.Http.Request.Host}{call.StandIn.Place}";
        var (paths, isApple) = (call.StandIn.Paths, call.StandIn.Provider.Kind.Type == "SignInWithApple");
        var document = new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = at + paths.Authorize,
            ["token_endpoint"] = at + paths.Token,
            ["jwks_uri"] = at + paths.Keys,
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = isApple ? new JsonArray("query", "form_post") : new JsonArray("query"),
            ["subject_types_supported"] = new JsonArray(isApple ? "pairwise" : "public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["scopes_supported"] = isApple ? new JsonArray("openid", "email", "name") : new JsonArray("openid", "email", "profile"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
        };
        if (call.StandIn.Provider.Kind.Type == "OIDC")
        {
            document["userinfo_endpoint"] = at + paths.Attributes;
        }

        return document;
    }

    /// <summary>
    /// The authorization request. Client and address come first: until both are known to be the pool's own, nothing is sent anywhere. The state tells which sign-in it is, and
    /// the pool knows where that one comes back to. RFC 6749, section 4.1.2.1.
    /// </summary>
    private StandInAnswer Authorize(StandInCall call)
    {
        var (query, provider) = (call.Query, call.StandIn.Provider);
        if (query["client_id"] != provider["client_id"])
        {
            return StandInAnswer.Refuse(400, "Another client", "client_id is not that of the pool's identity provider.");
        }

        if (query["redirect_uri"] is not { } redirect || !pending.IsUnderWay(call.StandIn.Pool.Id, provider.Name, redirect, query["state"]))
        {
            return StandInAnswer.Refuse(
                400, "Nobody asked for this",
                "state and redirect_uri are none of a sign-in that the user pool began with this provider within the last five minutes. Begin again at the application.");
        }

        ImmutableArray<string> scopes = [.. (query["scope"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)];
        var visit = new StandInVisit(call.StandIn.Place, redirect, query["state"]) { Scopes = scopes, Nonce = query["nonce"] };
        if (query["response_type"] != "code")
        {
            return Fail(call, visit, "unsupported_response_type", "response_type is not code.");
        }

        if (scopes.IsEmpty || (provider.Kind.Type is "OIDC" && !scopes.Contains("openid")))
        {
            return Fail(call, visit, "invalid_scope", "scope is empty, or lacks openid.");
        }

        if (provider.Kind.Type == "SignInWithApple" && query["response_mode"] != "form_post" && (scopes.Contains("name") || scopes.Contains("email")))
        {
            return StandInAnswer.Refuse(400, "invalid_request", "response_mode must be form_post when name or email scope is requested.");
        }

        return ChoicePage.Show(call.StandIn, memory.Visits.Add(visit), visit, store);
    }

    /// <summary>What the person chose.</summary>
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
        var fault = call.StandIn.Kind.Fault(form[ChoicePage.Fault]);
        if (fault == StandInFault.Deny)
        {
            return Deny(call, visit);
        }

        var names = call.StandIn.Provider.Kind.Type == "SignInWithApple" ? AppleNames(visit, claims) : null;
        return Back(call, visit, [("code", memory.Codes.Add(new StandInGrant(visit, claims, fault))), ("state", visit.State), ("user", names)]);
    }

    /// <summary>
    /// A person's name is said beside the code, of the first sign-in, and is no claim. Apple Developer Documentation, "Authenticating users with Sign in with Apple".
    /// </summary>
    private string? AppleNames(StandInVisit visit, JsonObject claims)
    {
        var name = new JsonObject { ["firstName"] = claims["firstName"]?.DeepClone(), ["lastName"] = claims["lastName"]?.DeepClone() };
        claims.Remove("firstName");
        claims.Remove("lastName");
        if (!visit.Scopes.Contains("email"))
        {
            claims.Remove("email");
            claims.Remove("email_verified");
        }

        var isTold = visit.Scopes.Contains("name") && name.Any(static one => one.Value is not null) && memory.IsFirst(visit.Place, claims["sub"]?.ToString() ?? "");
        return isTold ? new JsonObject { ["name"] = name, ["email"] = claims["email"]?.DeepClone() }.ToJsonString() : null;
    }

    private StandInAnswer Deny(StandInCall call, StandInVisit visit) => call.StandIn.Provider.Kind.Type switch
    {
        "Facebook" => Back(call, visit,
        [
            ("error", "access_denied"), ("error_code", "200"), ("error_description", "Permissions error"), ("error_reason", "user_denied"), ("state", visit.State),
        ]),
        "SignInWithApple" => Back(call, visit, [("error", "user_cancelled_authorize"), ("state", visit.State)]),
        "LoginWithAmazon" => Fail(call, visit, "access_denied", "Access not permitted."),
        "Google" => Back(call, visit, [("error", "access_denied"), ("state", visit.State)]),
        _ => Fail(call, visit, "access_denied", "The person refuses."),
    };

    private StandInAnswer Fail(StandInCall call, StandInVisit visit, string error, string description) =>
        Back(call, visit, [("error", error), ("error_description", description), ("state", visit.State)]);

    /// <summary>To the pool: in its callback's query, or as a form where Apple posts.</summary>
    private StandInAnswer Back(StandInCall call, StandInVisit visit, ImmutableArray<(string Name, string? Value)> answer) =>
        call.StandIn.Provider.Kind.Type == "SignInWithApple"
            ? ChoicePage.Post(call.StandIn, visit, store, answer)
            : StandInAnswer.To(AuthorizeRequest.Callback(visit.ReturnUrl, inFragment: false, answer.AsSpan()));

    /// <summary>Tokens for a code: once, for the client that it was made for, with the address that it was sent to. RFC 6749, section 4.1.3.</summary>
    private StandInAnswer Token(StandInCall call)
    {
        var isFacebook = call.StandIn.Provider.Kind.Type == "Facebook";
        if ((isFacebook ? call.IsGet ? call.Query : null : call.Form) is not { } sent)
        {
            return StandInAnswer.Refuse(400, "invalid_request", "Send a form.", "The token endpoint was not asked as the provider wants it.");
        }

        if (proof.Refuse(call.StandIn.Provider, sent) is { } refused)
        {
            return refused;
        }

        if (!isFacebook && sent["grant_type"] != "authorization_code")
        {
            return StandInAnswer.Refuse(400, "unsupported_grant_type", "The grant type is not authorization_code.", "grant_type is not authorization_code.");
        }

        if (memory.Codes.Take(sent["code"]) is not { } grant || grant.Visit.Place != call.StandIn.Place || grant.Visit.ReturnUrl != sent["redirect_uri"])
        {
            const string Reason = "The code is none of this provider's, was used before, or was sent to another address.";
            return isFacebook ? ProfileAnswers.GraphError(400, 100, "This authorization code has been used.", Reason)
                : StandInAnswer.Refuse(400, "invalid_grant", "The code is invalid, expired or was used.", Reason);
        }

        return grant.Fault == StandInFault.ServerError
            ? StandInAnswer.Refuse(500, new JsonObject(), "The provider fails, as was asked for.")
            : StandInAnswer.Of(tokens.For(call.StandIn, grant));
    }

    /// <summary>What is said of the person whom an access token is about.</summary>
    private StandInAnswer Attributes(StandInCall call)
    {
        if (memory.AccessTokens.Find(call.Bearer) is not { } grant || grant.Visit.Place != call.StandIn.Place)
        {
            return ProfileAnswers.Unknown(call.StandIn, "The access token is none of this provider's, or has expired.");
        }

        return grant.Fault == StandInFault.Expired && call.StandIn.Paths.Keys is null
            ? ProfileAnswers.Unknown(call.StandIn, "The access token has expired, as was asked for.")
            : ProfileAnswers.Of(call, grant.Claims);
    }
}
