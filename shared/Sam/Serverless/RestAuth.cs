using System.Collections.Immutable;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Applies <c>Auth</c> of a REST API to its operations. Source: aws-sam-translator's <c>ApiGenerator._add_auth</c>, <c>SwaggerEditor.set_path_default_authorizer</c>
/// and <c>set_path_default_apikey_required</c>.
/// </summary>
internal sealed class RestAuth(Values auth, ImmutableDictionary<string, Authorizer?> declared)
{
    private const string Iam = "AWS_IAM";
    private const string None = "NONE";
    private const string ApiKey = "api_key";
    private const string NoApiKey = "api_key_false";

    /// <summary>The default authorizer; null for none.</summary>
    public string? DefaultName { get; } = Default(auth, declared);

    /// <summary>Whether the default leaves <c>OPTIONS</c> open, for browsers.</summary>
    public bool LeavesPreflightsOpen => auth.Flag("AddDefaultAuthorizerToCorsPreflight") == false;

    /// <summary>Whether every operation asks for an API key.</summary>
    public bool ApiKeyRequired => auth.Flag("ApiKeyRequired") == true;

    /// <summary>What an event's <c>Auth</c> adds to the entries of its operation.</summary>
    public ImmutableArray<SecurityEntry> EntriesOf(ApiEvent route, string? authorizer)
    {
        var entries = ImmutableArray.CreateBuilder<SecurityEntry>();
        if (authorizer is not null)
        {
            var own = declared.ContainsKey(authorizer) ? route.Auth["AuthorizationScopes"] is null ? ScopesOf(authorizer) : Texts(route.Auth, "AuthorizationScopes") : [];
            entries.Add(SecurityEntry.Of(authorizer, own));
        }

        if (route.Auth.Flag("ApiKeyRequired") is { } needed)
        {
            entries.Add(SecurityEntry.Of(needed ? ApiKey : NoApiKey, []));
        }

        return entries.DrainToImmutable();
    }

    /// <summary>Applies the defaults, and answers the schemes of the API with those that the transform adds.</summary>
    /// <param name="document">The API's own document; null without one.</param>
    /// <param name="operations">The operations, with what their events ask for.</param>
    /// <param name="isMerged">Whether <c>MergeDefinitions</c> keeps the events' schemes out of the document.</param>
    public ImmutableDictionary<string, SecurityScheme> Apply(ApiDocument? document, OperationList operations, bool isMerged)
    {
        if (DefaultName is { } name)
        {
            operations.Change(operation => LeavesPreflightsOpen && operation.Method == "OPTIONS" ? operation : WithDefault(operation, name));
        }

        if (ApiKeyRequired)
        {
            var ofPreflights = auth.Flag("AddApiKeyRequiredToCorsPreflight") != false;
            operations.Change(operation => WithApiKey(operation, ofPreflights));
        }

        return Schemes(document, operations, isMerged);
    }

    // The schemes of the API with those that the transform adds.
    private ImmutableDictionary<string, SecurityScheme> Schemes(ApiDocument? document, OperationList operations, bool isMerged)
    {
        var added = ImmutableDictionary.CreateBuilder<string, SecurityScheme>(StringComparer.Ordinal);
        foreach (var (name, authorizer) in declared)
        {
            added[name] = new SecurityScheme(SchemeKind.Authorizer) { Authorizer = authorizer };
        }

        // The transform looks at the first entry only: of every operation where there is a default, else of those that it writes.
        var written = operations.All.Where(one => !isMerged && one.Integration?.Function is not null).ToList();
        if (DefaultName == Iam || (DefaultName is null ? written : operations.All).Any(static one => one.Security is [var first, ..] && first.Names(Iam)))
        {
            added.TryAdd(Iam, SecurityScheme.Iam);
        }

        if (ApiKeyRequired || written.Exists(static one => one.Security.Any(static entry => entry.Names(ApiKey))))
        {
            added.TryAdd(ApiKey, SecurityScheme.ApiKey);
        }

        // A document of OpenAPI 3 gets them in the place of its own; one of Swagger 2.0 keeps its AWS_IAM and api_key.
        var schemes = document is null || (document.IsThree && added.Count > 0) ? ImmutableDictionary.Create<string, SecurityScheme>(StringComparer.Ordinal) : document.Schemes;
        return schemes.SetItems(added.Where(one => declared.ContainsKey(one.Key) || !schemes.ContainsKey(one.Key)));
    }

    private ApiOperation WithDefault(ApiOperation operation, string name)
    {
        var (own, others) = (operation.Security.Where(NamesAuthorizer).ToList(), operation.Security.Where(entry => !NamesAuthorizer(entry)).ToList());
        if (others.Find(static entry => entry.Names(None)) is { } none)
        {
            others.Remove(none);
            own = [];
        }
        else if (own.Count == 0)
        {
            own = [SecurityEntry.Of(name, ScopesOf(name))];
        }

        // An empty list is not written: what says NONE stays, and means nothing.
        return others.Count + own.Count == 0 ? operation : operation with { Security = [.. others, .. own] };
    }

    private static ApiOperation WithApiKey(ApiOperation operation, bool ofPreflights)
    {
        var others = operation.Security.Where(static entry => !entry.Names(ApiKey) && !entry.Names(NoApiKey)).ToImmutableArray();
        var isNeeded = !operation.Security.Any(static entry => entry.Names(NoApiKey)) && (operation.Method != "OPTIONS" || ofPreflights);
        return operation with { Security = isNeeded ? others.Add(SecurityEntry.Of(ApiKey, [])) : others };
    }

    private bool NamesAuthorizer(SecurityEntry entry) => entry.Uses.Any(use => use.Scheme == Iam || declared.ContainsKey(use.Scheme));

    private ImmutableArray<string> ScopesOf(string authorizer) =>
        declared.ContainsKey(authorizer) ? Texts(auth.Inner("Authorizers").Inner(authorizer), "AuthorizationScopes") : [];

    private static ImmutableArray<string> Texts(Values values, string property) => [.. values.Texts(property).Select(static text => text.Text)];

    private static string? Default(Values auth, ImmutableDictionary<string, Authorizer?> declared)
    {
        // Without any authorizer the transform takes no notice of a default that it does not know, and leaves all routes open: to say NONE is to ask for that.
        if (auth.Text("DefaultAuthorizer") is not { } name || (name == None && declared.IsEmpty))
        {
            return null;
        }

        // A default that nothing uses is wrong all the same.
        if (name != Iam)
        {
            NamedAuthorizer.Check(declared, name, auth, "DefaultAuthorizer", [Iam, None]);
        }

        return name;
    }
}
