using System.Collections.Immutable;
using Iam;
using Sam.Documents;

namespace Sam.Resources;

/// <summary>
/// Reads with whose permissions API Gateway calls a function: <c>credentials</c> of an integration or of an authorizer, in whichever property a template has them.
/// What a role may do is known only of those that the template declares.
/// </summary>
internal sealed class CredentialsReader(ImmutableArray<Role> roles)
{
    /// <summary>What the lint finding says of a function that runs with its caller's credentials, and what to do about it.</summary>
    public const string AsCaller = "API Gateway calls the function with the caller's own credentials: every caller needs lambda:InvokeFunction too, and may then call the function past the API.";

    private readonly Dictionary<string, Arn> declared = roles.Select(static role => role.Arn).DistinctBy(static arn => arn.ToString()).ToDictionary(static arn => arn.ToString(), StringComparer.Ordinal);

    /// <summary>Those of an integration; null where it is an error, which has been reported, or where they are closed.</summary>
    /// <param name="at">The map that has the property.</param>
    /// <param name="property">The property; what is not there, null or empty is API Gateway's own.</param>
    /// <param name="guard">The route's authorizer: a caller has credentials only where it signs.</param>
    public IntegrationCredentials? OfIntegration(Values at, string property, Authorizer guard)
    {
        if (at[property] is null or ScalarNode { Text.Length: 0 })
        {
            return IntegrationCredentials.None;
        }

        if (at.Text(property) is not { } text)
        {
            return null;
        }

        if (!IsCaller(text))
        {
            return Role(at, property, text) is { } role ? IntegrationCredentials.Of(role) : null;
        }

        if (guard is not IamAuthorizer)
        {
            at.Report(
                property, $"'{text}' passes the caller's credentials on, and API Gateway takes it only on a method with AWS_IAM, where callers have some.",
                "Guard the route with AWS_IAM, or remove the credentials and give API Gateway the permission to call the function.");
            return null;
        }

        at.Trap(TrapKind.IntegrationAsCaller, at.LineOf(property), AsCaller, "Remove the credentials, and give API Gateway the permission to call the function.");
        return IntegrationCredentials.Caller;
    }

    /// <summary>The role of an authorizer, null for none; false where it is an error, which has been reported, or where it is closed.</summary>
    public bool TryAuthorizer(Values at, string property, out Arn? role)
    {
        var isAbsent = at[property] is null or ScalarNode { Text.Length: 0 };
        role = isAbsent || at.Text(property) is not { } text ? null : Role(at, property, text);
        return isAbsent || role is not null;
    }

    /// <summary>As <see cref="TryAuthorizer"/>, of SAM's <c>FunctionInvokeRole</c>: <c>NONE</c> is none.</summary>
    public bool TryInvokeRole(Values authorizer, out Arn? role)
    {
        const string property = "FunctionInvokeRole";
        role = null;
        return authorizer[property] is ScalarNode { Text: "NONE" } || TryAuthorizer(authorizer, property, out role);
    }

    private Arn? Role(Values at, string property, string text)
    {
        if (declared.TryGetValue(text, out var role))
        {
            return role;
        }

        if (Arn.TryParse(text, out var arn) && arn.Service == "iam")
        {
            at.Report(
                property, $"The template declares no role '{text}', so nobody here knows who may assume it and what it may do.",
                "Declare the role in the template and refer to it with !GetAtt Role.Arn, or give API Gateway the permission to call the function.");
        }
        else
        {
            at.Report(property, $"'{text}' is not the ARN of a role.", "Write !GetAtt Role.Arn.");
        }

        return null;
    }

    /// <summary><c>arn:aws:iam::*:user/*</c>, in any partition.</summary>
    private static bool IsCaller(string text) => text.StartsWith("arn:", StringComparison.Ordinal) && text.EndsWith(":iam::*:user/*", StringComparison.Ordinal);
}
