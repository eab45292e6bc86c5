using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Decides who guards a route of an HTTP API, from <c>Auth</c> of its API and <c>Auth</c> of its event. Source: aws-sam-translator's
/// <c>HttpApi._add_auth_to_openapi_integration</c> and <c>OpenApiEditor.set_path_default_authorizer</c>.
/// </summary>
internal sealed class HttpRouteAuthorizers
{
    private readonly Values apiAuth;
    private readonly ImmutableDictionary<string, Authorizer?> authorizers;
    private readonly string? defaultName;

    public HttpRouteAuthorizers(Values apiAuth, ImmutableDictionary<string, Authorizer?> declared)
    {
        this.apiAuth = apiAuth;
        authorizers = apiAuth.Flag("EnableIamAuthorizer") == true ? declared.SetItem("AWS_IAM", IamAuthorizer.Instance) : declared;
        defaultName = apiAuth.Text("DefaultAuthorizer");
        if (defaultName is not null)
        {
            // A default that nothing uses is wrong all the same.
            Find(defaultName, apiAuth, "DefaultAuthorizer");
        }
    }

    /// <summary>The authorizer of an event's route, or null after an error, which has been reported.</summary>
    public Authorizer? For(ApiEvent route)
    {
        var auth = route.Auth;
        var own = auth.Text("Authorizer");
        if (auth.Map.Entries.IsEmpty)
        {
            // The transform leaves OPTIONS open, for browsers' preflight requests.
            return defaultName is null || route.Method == "OPTIONS" ? NoAuthorizer.Instance : Find(defaultName, apiAuth, "DefaultAuthorizer");
        }

        if (own is null && defaultName is null)
        {
            auth.Report("Authorizer", "The transform takes Auth of an event only with an Authorizer, or with a DefaultAuthorizer of the API.", "Name one, or remove Auth.");
            return null;
        }

        if (own == "NONE" && defaultName is null)
        {
            auth.Report("Authorizer", "The transform takes 'NONE' only on an API that has a DefaultAuthorizer.", "Remove it: without a default the route is open already.");
            return null;
        }

        var authorizer = own switch
        {
            "NONE" => NoAuthorizer.Instance,
            null => Find(defaultName!, apiAuth, "DefaultAuthorizer"),
            _ => Find(own, auth, "Authorizer"),
        };
        return NamedAuthorizer.WithScopes(authorizer, route, emptyOverrides: false);
    }

    private Authorizer? Find(string name, Values at, string property)
    {
        if (name == "AWS_IAM" && !authorizers.ContainsKey(name))
        {
            at.Report(property, "An HTTP API takes AWS_IAM only when it is enabled.", "Write 'EnableIamAuthorizer: true' in the API's Auth.");
            return null;
        }

        return NamedAuthorizer.Find(authorizers, name, at, property, ["NONE"]);
    }
}
