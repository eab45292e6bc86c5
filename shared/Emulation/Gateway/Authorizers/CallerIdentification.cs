using System.Collections.Immutable;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>The values of a Lambda authorizer's identity sources in one request, or why the function need not be asked.</summary>
/// <param name="Values">In the sources' order, as the event shows them.</param>
/// <param name="Problem">Why the request is refused without a call; null to go on.</param>
/// <param name="IsRepeated">Whether a source has several values.</param>
internal readonly record struct CallerIdentification(ImmutableArray<string> Values, string? Problem, bool IsRepeated = false)
{
    private const string DefaultHeader = "method.request.header.Authorization";

    public static CallerIdentification Of(GatewayRequest request, LambdaAuthorizer authorizer)
    {
        var values = ImmutableArray.CreateBuilder<string>(authorizer.IdentitySources.Length);
        var anyRepeated = false;
        foreach (var source in SourcesOf(authorizer))
        {
            if (IdentitySource.Read(request, source, out var isRepeated) is not { } value)
            {
                return new([], $"The request has nothing at {source}, which authorizer {authorizer.Name} identifies callers by.");
            }

            if (authorizer.TokenOnly && isRepeated)
            {
                return new([], $"The request has more than one value at {source}: authorizer {authorizer.Name} would look at one, and the function at another.");
            }

            values.Add(value);
            anyRepeated |= isRepeated;
        }

        return authorizer is { TokenOnly: true, ValidationExpression: { } expression } && !ValidationExpression.Matches(expression, values[0])
            ? new([], $"The token does not match the validation expression {expression} of authorizer {authorizer.Name}.")
            : new(values.ToImmutable(), null, anyRepeated);
    }

    /// <summary>The sources that an authorizer looks at.</summary>
    public static ImmutableArray<string> SourcesOf(LambdaAuthorizer authorizer) =>
        authorizer.TokenOnly && authorizer.IdentitySources.IsEmpty ? [DefaultHeader] : authorizer.IdentitySources;
}
