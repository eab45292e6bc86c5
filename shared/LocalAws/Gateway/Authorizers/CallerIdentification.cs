using System.Collections.Immutable;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>The values of a Lambda authorizer's identity sources in one request, or why the function need not be asked.</summary>
/// <param name="Values">In the sources' order; empty text for one that is missing and need not be there.</param>
/// <param name="Problem">Why the request is refused without a call; null to go on.</param>
internal readonly record struct CallerIdentification(ImmutableArray<string> Values, string? Problem)
{
    private const string DefaultHeader = "method.request.header.Authorization";

    public static CallerIdentification Of(GatewayRequest request, LambdaAuthorizer authorizer)
    {
        var values = ImmutableArray.CreateBuilder<string>(authorizer.IdentitySources.Length);
        foreach (var source in SourcesOf(authorizer))
        {
            var value = IdentitySource.Read(request, source);
            if (value is null && MustBeThere(request, authorizer))
            {
                return new([], $"The request has nothing at {source}, which authorizer {authorizer.Name} identifies callers by.");
            }

            values.Add(value ?? "");
        }

        return authorizer is { TokenOnly: true, ValidationExpression: { } expression } && !ValidationExpression.Matches(expression, values[0])
            ? new([], $"The token does not match the validation expression {expression} of authorizer {authorizer.Name}.")
            : new(values.ToImmutable(), null);
    }

    private static ImmutableArray<string> SourcesOf(LambdaAuthorizer authorizer) =>
        authorizer.TokenOnly && authorizer.IdentitySources.IsEmpty ? [DefaultHeader] : authorizer.IdentitySources;

    /// <summary>A REQUEST authorizer of a REST API that keeps nothing is called whatever is missing.</summary>
    private static bool MustBeThere(GatewayRequest request, LambdaAuthorizer authorizer) =>
        authorizer.TokenOnly || request.Target is DeployedHttpApi || authorizer.CacheTtl > TimeSpan.Zero;
}
