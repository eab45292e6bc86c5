using System.Collections.Immutable;
using Sam.Documents;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// What <c>Auth</c> of an event asks for of a route of a REST API. Source: aws-sam-translator's <c>Api.add_auth_to_swagger</c> and <c>SwaggerEditor.add_auth_to_method</c>.
/// </summary>
internal sealed class RestRouteAuthorizers(Values apiAuth, RestAuth apisAuth, ImmutableDictionary<string, Authorizer?> declared, CredentialsReader credentials)
{
    private const string InvokeRole = "InvokeRole";

    private readonly string? defaultName = apisAuth.DefaultName;

    /// <summary>The entries of the route's <c>security</c>, or null after an error, which has been reported.</summary>
    public ImmutableArray<SecurityEntry>? For(ApiEvent route)
    {
        var auth = route.Auth;
        var own = auth.Text("Authorizer");
        if (own == "NONE" && defaultName is null && apiAuth.ClosureOf() is null)
        {
            auth.Report("Authorizer", "The transform takes 'NONE' only on an API that has a DefaultAuthorizer.", "Remove it: without a default the route is open already.");
            return null;
        }

        CheckPreflight(route, own);
        if (own is null && !auth.Texts("AuthorizationScopes").IsEmpty)
        {
            auth.Report(
                "AuthorizationScopes", "The transform takes AuthorizationScopes only beside an Authorizer.",
                "Name the authorizer on the event, also when it is the default.");
            return null;
        }

        if (auth.Flag("ApiKeyRequired") == false && !apisAuth.ApiKeyRequired)
        {
            auth.Report("ApiKeyRequired", "The transform takes 'false' only on an API whose Auth has ApiKeyRequired.", "Remove it: no key is asked for already.");
            return null;
        }

        return own is null or "AWS_IAM" or "NONE" || NamedAuthorizer.Check(declared, own, auth, "Authorizer", ["AWS_IAM", "NONE"]) ? apisAuth.EntriesOf(route, own) : null;
    }

    // "AddDefaultAuthorizerToCorsPreflight: false" leaves OPTIONS open, also when a function answers it.
    private bool IsOpenPreflight(ApiEvent route) => route.Method == "OPTIONS" && apisAuth.LeavesPreflightsOpen;

    // A browser sends the preflight without any credentials.
    private void CheckPreflight(ApiEvent route, string? own)
    {
        if (route.Method == "OPTIONS" && (own == "AWS_IAM" || (own is null && defaultName == "AWS_IAM" && !IsOpenPreflight(route))))
        {
            apiAuth.Trap(
                TrapKind.SignedPreflight, route.Line, $"OPTIONS {route.Path} asks for a signature, and browsers send preflight requests without one: no browser gets past it.",
                "Write 'AddDefaultAuthorizerToCorsPreflight: false' in the API's Auth, or 'Authorizer: NONE' on the event.");
        }
    }

    /// <summary>
    /// With whose credentials the transform makes API Gateway call an event's function: with AWS_IAM and no InvokeRole they are the <em>caller's</em>. The condition is
    /// aws-sam-translator's <c>add_lambda_integration</c>, which looks whether the event has any Auth at all.
    /// </summary>
    /// <param name="route">The event.</param>
    /// <param name="guard">The route's authorizer; null after an error, which has been reported.</param>
    public IntegrationCredentials CredentialsOf(ApiEvent route, Authorizer? guard)
    {
        var auth = route.Auth;
        var own = auth.Text("Authorizer");
        if (guard is null || (own != "AWS_IAM" && !(defaultName == "AWS_IAM" && auth.Map.Entries.IsEmpty)))
        {
            return IntegrationCredentials.None;
        }

        // What is there and empty, or null, counts as NONE, and the event's comes before the API's. What cannot be enforced closes the event's route alone.
        switch (auth.Map.Written(InvokeRole) ?? apiAuth.Map.Written(InvokeRole))
        {
            case null or ScalarNode { Text: "CALLER_CREDENTIALS" }:
                return OfCaller(route, guard, own is null ? apiAuth.LineOf("DefaultAuthorizer") : auth.LineOf("Authorizer"));
            case ScalarNode { Text: "NONE" }:
                return IntegrationCredentials.None;
            case var role:
                return credentials.OfIntegration(auth.With(InvokeRole, role), InvokeRole, guard);
        }
    }

    private IntegrationCredentials OfCaller(ApiEvent route, Authorizer guard, int line)
    {
        if (!CredentialsReader.AreCallersKnown(guard))
        {
            route.Values.Report(
                "Method",
                $"The transform passes the caller's credentials on from {route.Method} {route.Path}, which 'AddDefaultAuthorizerToCorsPreflight: false' leaves open: "
                    + "API Gateway takes that only on a method with AWS_IAM.",
                "Write 'Auth: { Authorizer: NONE }' on the event, or 'InvokeRole: NONE' in the API's Auth.");
        }

        apiAuth.Trap(TrapKind.IntegrationAsCaller, line, CredentialsReader.AsCaller, "Add 'InvokeRole: NONE' beside the authorizer.");
        return IntegrationCredentials.Caller;
    }
}
