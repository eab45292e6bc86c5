using System.Collections.Immutable;

namespace Iam.Tests.Conditions;

/// <summary>Whether a condition holds for the values that a request has of one key.</summary>
internal static class Met
{
    /// <summary>Asks whether <c>{ operator: { test:Key: wanted } }</c> is met.</summary>
    /// <param name="name">The operator as the policy writes it.</param>
    /// <param name="wanted">The policy's value or values, as JSON.</param>
    /// <param name="actual">The request's values; none for a request without the key.</param>
    public static bool By(string name, string wanted, params string[] actual)
    {
        var policy = Given.Policy(
            PolicyKind.Identity,
            $$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{name}}": {"test:Key": {{wanted}} } } }""");
        var request = Given.Call(Given.User);
        if (actual.Length > 0)
        {
            request.Context.Set("TEST:key", actual.ToImmutableArray());
        }

        return Authorizer.Decide(request, Given.With(policy), null).Verdict == Verdict.Allow;
    }
}
