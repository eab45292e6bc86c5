using System.Collections.Immutable;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>How an event, or an API's default, names an authorizer of its API.</summary>
internal static class NamedAuthorizer
{
    /// <summary>Whether the API declares the authorizer; reports it when it does not.</summary>
    /// <param name="authorizers">The API's authorizers.</param>
    /// <param name="name">The name that the event or the API's default gives.</param>
    /// <param name="at">Where the name is written: <c>Auth</c> of the event or of the API.</param>
    /// <param name="property">The property that holds it.</param>
    /// <param name="builtIn">What may be named beside them.</param>
    public static bool Check(ImmutableDictionary<string, Authorizer?> authorizers, string name, Values at, string property, ImmutableArray<string> builtIn)
    {
        if (authorizers.ContainsKey(name))
        {
            return true;
        }

        at.Report(
            property, $"The API declares no authorizer '{name}'.",
            DidYouMean.Hint(name, authorizers.Keys.Concat(builtIn)) ?? $"Declare it under Auth.Authorizers of the API, or use {string.Join(" or ", builtIn)}.");
        return false;
    }
}
