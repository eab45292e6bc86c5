using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.Authorizers;

/// <summary>
/// What identifies a caller to a Lambda authorizer, from SAM's <c>Identity</c>: the expressions in the order in which the transform writes them, and
/// how long an answer is kept.
/// </summary>
/// <param name="Expressions">The expressions, such as <c>method.request.header.X</c>.</param>
/// <param name="CacheTtl">How long an answer is kept; zero for not at all.</param>
internal readonly record struct IdentitySources(ImmutableArray<string> Expressions, TimeSpan CacheTtl)
{
    /// <summary>How long an answer is kept when nothing is said, in seconds: "By default, API Gateway sets this property to 300. The maximum value is 3600, or 1 hour."</summary>
    public const int DefaultSeconds = 300;

    /// <summary>The longest that an answer is kept, in seconds.</summary>
    public const int MostSeconds = 3600;

    public static IdentitySources OfRestApi(Values identity) => new(Read(identity, "method.request.", "stageVariables.", "context."), Ttl(identity));

    public static IdentitySources OfHttpApi(Values identity)
    {
        var expressions = Read(identity, "$request.", "$stageVariables.", "$context.");
        // Without a source there is nothing to key a cache by: "Working with AWS Lambda authorizers for HTTP APIs", "Authorizer caching".
        return new(expressions, expressions.IsEmpty && identity["ReauthorizeEvery"] is null ? TimeSpan.Zero : Ttl(identity));
    }

    public static TimeSpan Ttl(Values identity) => TimeSpan.FromSeconds(identity.Integer("ReauthorizeEvery", 0, MostSeconds) ?? DefaultSeconds);

    private static ImmutableArray<string> Read(Values identity, string request, string stageVariables, string context) =>
    [
        .. identity.Texts("Headers").Select(name => $"{request}header.{name.Text}"),
        .. identity.Texts("QueryStrings").Select(name => $"{request}querystring.{name.Text}"),
        .. identity.Texts("StageVariables").Select(name => $"{stageVariables}{name.Text}"),
        .. identity.Texts("Context").Select(name => $"{context}{name.Text}"),
    ];
}
