using System.Collections.Immutable;
using Sam.Documents;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// What <c>Auth</c> of an event asks for of a route of a REST API. Source: aws-sam-translator's <c>Api.add_auth_to_swagger</c> and <c>SwaggerEditor.add_auth_to_method</c>.
/// </summary>
internal sealed class RestRouteAuthorizers(Values apiAuth, RestAuth apisAuth, ImmutableDictionary<string, Authorizer?> declared)
{
    private readonly string? defaultName = apisAuth.DefaultName;

    /// <summary>The entries of the route's <c>security</c>, or null after an error, which has been reported.</summary>
    public ImmutableArray<SecurityEntry>? For(ApiEvent route)
    {
        var auth = route.Auth;
        var own = auth.Text("Authorizer");
        if (own == "NONE" && defaultName is null)
        {
            auth.Report("Authorizer", "The transform takes 'NONE' only on an API that has a DefaultAuthorizer.", "Remove it: without a default the route is open already.");
            return null;
        }

        CheckCredentials(route, auth, own);
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
    /// With AWS_IAM and no InvokeRole the transform makes API Gateway call the function with the <em>caller's</em>
    /// credentials, so that each caller needs lambda:InvokeFunction too. The condition is aws-sam-translator's
    /// <c>add_lambda_integration</c>, which looks whether the event has any Auth at all.
    /// </summary>
    private void CheckCredentials(ApiEvent route, Values auth, string? own)
    {
        if (own != "AWS_IAM" && !(defaultName == "AWS_IAM" && auth.Map.Entries.IsEmpty))
        {
            return;
        }

        switch (InvokeRole(auth) ?? InvokeRole(apiAuth))
        {
            case "NONE":
                break;
            case null or "CALLER_CREDENTIALS":
                apiAuth.Trap(
                    TrapKind.IntegrationAsCaller, (own is null ? apiAuth : auth).LineOf(own is null ? "DefaultAuthorizer" : "Authorizer"),
                    "With AWS_IAM and no InvokeRole, API Gateway calls the function with the caller's own credentials: "
                    + "every caller needs lambda:InvokeFunction too, and may then call the function past the API.",
                    "Add 'InvokeRole: NONE' beside the authorizer.");
                route.Values.Close(
                    "Auth", "With AWS_IAM and no InvokeRole, API Gateway calls the function with the caller's own credentials, which LocalAws does not do.",
                    "Add 'InvokeRole: NONE' beside the authorizer.");
                break;
            default:
                route.Values.Close("Auth", $"LocalAws does not call the function of {route.Method} {route.Path} with a role of its own.", "Write 'InvokeRole: NONE'.");
                break;
        }
    }

    // An InvokeRole that is there and empty, or null, counts as NONE.
    private static string? InvokeRole(Values auth) =>
        auth.Map.Written("InvokeRole") switch
        {
            null => null,
            ScalarNode { Text.Length: > 0 } role => role.Text,
            _ => "NONE",
        };
}
