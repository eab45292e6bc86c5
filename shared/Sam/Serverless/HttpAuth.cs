using System.Collections.Immutable;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Applies <c>Auth</c> of an HTTP API and of its events to the API's operations. Source: aws-sam-translator's <c>HttpApi._add_auth_to_openapi_integration</c> and
/// <c>OpenApiEditor.set_path_default_authorizer</c>.
/// </summary>
internal sealed class HttpAuth
{
    private const string Iam = "AWS_IAM";
    private const string None = "NONE";

    private readonly Values auth;
    private readonly ImmutableDictionary<string, Authorizer?> authorizers;
    private readonly string? defaultName;

    /// <summary>Reads what the API declares.</summary>
    /// <param name="auth"><c>Auth</c> of the API.</param>
    /// <param name="declared">Its authorizers.</param>
    public HttpAuth(Values auth, ImmutableDictionary<string, Authorizer?> declared)
    {
        this.auth = auth;
        authorizers = auth.Flag("EnableIamAuthorizer") == true && !declared.ContainsKey(Iam) ? declared.SetItem(Iam, IamAuthorizer.Instance) : declared;
        defaultName = auth.Text("DefaultAuthorizer");
        if (defaultName is not null)
        {
            // A default that nothing uses is wrong all the same.
            Check(defaultName, auth, "DefaultAuthorizer");
        }
    }

    /// <summary>What an event's <c>Auth</c> adds to the entries of its operation, or null after an error, which has been reported.</summary>
    public ImmutableArray<SecurityEntry>? EntriesOf(ApiEvent route)
    {
        var own = route.Auth;
        if (own.Map.Entries.IsEmpty)
        {
            return [];
        }

        // Its authorizer, or the API's default, may be any: the one closes the route, the other the API.
        if ((own.Text("Authorizer") is null && own.IsUnknown("Authorizer")) || (auth.ClosureOf() is not null && defaultName is null))
        {
            return [];
        }

        if ((own.Text("Authorizer") ?? defaultName) is not { } name)
        {
            own.Report("Authorizer", "The transform takes Auth of an event only with an Authorizer, or with a DefaultAuthorizer of the API.", "Name one, or remove Auth.");
            return null;
        }

        if (name == None && defaultName is null)
        {
            own.Report("Authorizer", "The transform takes 'NONE' only on an API that has a DefaultAuthorizer.", "Remove it: without a default the route is open already.");
            return null;
        }

        if (name != None && !Check(name, own, "Authorizer"))
        {
            return null;
        }

        // An empty list of scopes is none to the transform, and nobody who is let in without a token has any.
        var scopes = Texts(own, "AuthorizationScopes");
        return [SecurityEntry.Of(name, name is None or Iam ? [] : scopes.IsEmpty ? ScopesOf(name) : scopes)];
    }

    /// <summary>Applies the default, and answers the schemes of the API.</summary>
    public ImmutableDictionary<string, SecurityScheme> Apply(ApiDocument? document, OperationList operations)
    {
        if (defaultName is not null)
        {
            // The transform leaves OPTIONS open, for browsers' preflight requests.
            operations.Change(operation => operation.Method == "OPTIONS" || !operation.Security.IsEmpty
                ? operation
                : operation with { Security = [SecurityEntry.Of(defaultName, ScopesOf(defaultName))] });
        }

        return (document?.Schemes ?? ImmutableDictionary.Create<string, SecurityScheme>(StringComparer.Ordinal))
            .SetItems(authorizers.Select(static one => KeyValuePair.Create(one.Key, new SecurityScheme(SchemeKind.Authorizer) { Authorizer = one.Value })));
    }

    private bool Check(string name, Values at, string property)
    {
        if (name == Iam && !authorizers.ContainsKey(name))
        {
            at.Report(property, "An HTTP API takes AWS_IAM only when it is enabled.", "Write 'EnableIamAuthorizer: true' in the API's Auth.");
            return false;
        }

        return NamedAuthorizer.Check(authorizers, name, at, property, [None]);
    }

    private ImmutableArray<string> ScopesOf(string name) => auth.Inner("Authorizers")[name] is null ? [] : Texts(auth.Inner("Authorizers").Inner(name), "AuthorizationScopes");

    private static ImmutableArray<string> Texts(Values values, string property) => [.. values.Texts(property).Select(static text => text.Text)];
}
