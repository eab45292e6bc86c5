using System.Collections.Immutable;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>How an event picks an authorizer of its API by name, and which scopes it asks for.</summary>
internal static class NamedAuthorizer
{
    /// <summary>The authorizer with the route's scopes, or null after an error, which has been reported.</summary>
    /// <param name="authorizers">The API's authorizers.</param>
    /// <param name="name">The name that the event or the API's default gives.</param>
    /// <param name="at">Where the name is written: <c>Auth</c> of the event or of the API.</param>
    /// <param name="property">The property that holds it.</param>
    /// <param name="builtIn">What may be named beside them.</param>
    public static Authorizer? Find(ImmutableDictionary<string, Authorizer?> authorizers, string name, Values at, string property, ImmutableArray<string> builtIn)
    {
        if (authorizers.TryGetValue(name, out var found))
        {
            return found;
        }

        at.Report(
            property, $"The API declares no authorizer '{name}'.",
            DidYouMean.Hint(name, authorizers.Keys.Concat(builtIn)) ?? $"Declare it under Auth.Authorizers of the API, or use {string.Join(" or ", builtIn)}.");
        return null;
    }

    /// <summary>The authorizer with other scopes, where the event gives some.</summary>
    public static Authorizer? WithScopes(Authorizer? authorizer, ApiEvent route, bool emptyOverrides)
    {
        var scopes = route.Auth.Texts("AuthorizationScopes").Select(static scope => scope.Text).ToImmutableArray();
        if (scopes.IsEmpty && !(emptyOverrides && route.Auth["AuthorizationScopes"] is not null))
        {
            return authorizer;
        }

        return authorizer?.Match<Authorizer?>(
            none => WithoutScopes(none),
            iam => WithoutScopes(iam),
            cognito => cognito with { Scopes = scopes },
            jwt => jwt with { Scopes = scopes },
            lambda => WithoutScopes(lambda),
            closed => closed);

        Authorizer? WithoutScopes(Authorizer other)
        {
            if (!scopes.IsEmpty)
            {
                route.Auth.Report("AuthorizationScopes", "The route's authorizer looks at no scopes.", "Remove them, or name an authorizer that checks tokens.");
            }

            return scopes.IsEmpty ? other : null;
        }
    }
}
