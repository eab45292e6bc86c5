using System.Collections.Immutable;
using Emulation.Tokens;

namespace Emulation.Explain.Trust;

/// <summary>
/// The token of a pod's service account: Amazon EKS User Guide, "IAM roles for service accounts"; Kubernetes documentation, "Managing Service Accounts", "Schema for
/// service account private claims".
/// </summary>
internal static class ServiceAccount
{
    public const string Option = "--kubernetes";

    private const string Audience = "sts.amazonaws.com";

    /// <summary>The words of the option.</summary>
    public static readonly ImmutableArray<string> Words = ["serviceaccount", "namespace", "issuer", "aud"];

    /// <param name="given">The words.</param>
    /// <param name="clusters">The issuers of clusters that the role's account knows.</param>
    /// <param name="now">When the token is made.</param>
    /// <exception cref="UsageException">The words say no service account, or nobody can tell of which cluster.</exception>
    public static AskedToken Read(IReadOnlyDictionary<string, string> given, IReadOnlyList<string> clusters, DateTimeOffset now)
    {
        var words = new ClaimWords(Option, given, Words);
        var (space, name) = (words.Needed("serviceaccount", "serviceaccount=NAMESPACE/NAME --role ROLE").Split('/', ':'), words["namespace"]) switch
        {
            ([{ Length: > 0 } first, { Length: > 0 } second], null) => (first, second),
            ([{ Length: > 0 } only], { } said) => (said, only),
            _ => throw words.Wrong("serviceaccount", "write it as NAMESPACE/NAME, or as NAME with namespace=NAMESPACE."),
        };
        var issuer = words["issuer"] ?? (clusters is [var one] ? one : throw new UsageException(clusters.Count == 0
            ? $"{Option}: no template has the provider of a cluster. Say issuer=https://oidc.eks.REGION.amazonaws.com/id/ID, as 'aws eks describe-cluster' has it."
            : $"{Option}: say of which cluster, issuer={string.Join(" or issuer=", clusters)}."));
        TokenClaims Token(string ofSpace, string ofName) =>
            ClaimSet.Of(now, [("iss", issuer), ("aud", words["aud"] ?? Audience), ("sub", $"system:serviceaccount:{ofSpace}:{ofName}")]);

        return new AskedToken($"service account {name} of namespace {space}", Token(space, name))
        {
            Others =
            [
                new(Token("any-other", "anything"), "Every service account of the cluster"),
                new(Token(space, "any-other"), $"Every service account of namespace {space}"),
            ],
            Hint = static (claim, wanted, _) => claim == "sub" && !wanted.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
                ? "A service account's sub is system:serviceaccount:NAMESPACE:NAME." : null,
        };
    }
}
