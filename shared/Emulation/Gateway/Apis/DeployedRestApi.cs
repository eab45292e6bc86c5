using System.Collections.Immutable;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.UsagePlans;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Tokens;
using Emulation.Wire;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Apis;

/// <summary>A REST API.</summary>
internal sealed class DeployedRestApi(Stack stack, RestApi api, Func<PrincipalIndex>? accounts) : DeployedApi(stack, api)
{
    private static readonly SigV4Verifier AnyScope = new(new SigV4VerifierOptions());

    private readonly KeptPolicy? policy = api.ResourcePolicy is { } saved && accounts is not null
        ? KeptPolicy.SavedNow(saved, accounts, new PolicyParseOptions($"arn:aws:execute-api:{stack.Region}:{stack.AccountId}:{api.ApiId}"))
        : null;

    public override ApiAnswers Answers => RestAnswers.Instance;

    public override Policy? ResourcePolicy => policy is null ? api.ResourcePolicy : policy.InForce;

    public override ImmutableArray<string> BinaryMediaTypes => api.BinaryMediaTypes;

    public override StageKeys? Keys { get; } = StageKeys.Of(stack, api);

    public override CustomResponses? Responses { get; } = CustomResponses.Of(api);

    public override string AuthorizerPermission =>
        $"Remove DisableFunctionDefaultPermissions, or add an AWS::Lambda::Permission with the SourceArn {ApiArn}/authorizers/*.";

    /// <summary>
    /// A route that does not exist answers like one that asks for a signature: "Missing Authentication Token", or what is wrong with the Authorization header
    /// that was sent.
    /// </summary>
    public override GatewayError NoRoute(ReceivedRequest received, Keyring keyring, DateTimeOffset now) =>
        AnyScope.Verify(received.Signed, keyring, now).Failure is { ErrorType: "IncompleteSignatureException" } failure ? Answers.Unsigned(failure) : Errors.NoRoute;

    /// <summary>It takes the header's method for the request's: "Amazon API Gateway important notes". Frameworks do too, some by another spelling.</summary>
    public override string? ContradictionOf(ReceivedRequest received)
    {
        foreach (var field in received.Headers)
        {
            if (field.Name.Equals("X-HTTP-Method-Override", StringComparison.OrdinalIgnoreCase) && field.Value != received.Method)
            {
                return "X-HTTP-Method-Override names another method than the request: API Gateway and the function might not agree which of them counts.";
            }
        }

        return null;
    }

    public override EventFormat FormatOf(string version) => EventFormat.Rest;

    /// <summary>As sent.</summary>
    public override string StagedPathOf(GatewayRequest request) => $"{request.PathPrefix}{request.Path}";

    /// <summary>The last.</summary>
    public override string Folded(List<string> values) => values[^1];

    /// <summary>An empty one identifies nobody.</summary>
    public override string? Identifying(string? value) => value is { Length: 0 } ? null : value;

    public override ImmutableArray<string> AlgorithmsOf(JwtIssuer issuer) =>
        issuer.Algorithms.IsDefaultOrEmpty ? PublicKeyAlgorithms.HttpApi : [.. issuer.Algorithms.Where(PublicKeyAlgorithms.All.Contains)];
}
