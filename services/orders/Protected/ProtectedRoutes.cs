using Lambda;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Problems;
using ServiceDefaults;

namespace Orders.Protected;

/// <summary>What shows that a JWT authorizer lets a user of the pool through, and whom it says that is.</summary>
internal static class ProtectedRoutes
{
    public static void MapProtected(this IEndpointRouteBuilder app) =>
        app.MapGet("/protected", Greet).WithTags("Protected").WithSummary("Greets the user whose token API Gateway accepted.").ProducesProblem(401);

    private static Results<Ok<Greeting>, ProblemResult> Greet(HttpContext context) =>
        context.Features.Get<GatewayCaller>() is { } caller && NameOf(caller.Claims) is { } user
            ? TypedResults.Ok(new Greeting("Hello from protected API!", user))
            : Problem.NotSignedIn();

    // An ID token has an e-mail address and cognito:username, an access token has username.
    private static string? NameOf(IReadOnlyDictionary<string, string> claims) =>
        claims.GetValueOrDefault("email") ?? claims.GetValueOrDefault("username") ?? claims.GetValueOrDefault("cognito:username");
}

internal sealed record Greeting(string Message, string User);
