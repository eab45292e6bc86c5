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
    public const string AsCaller = "API Gateway calls the function with the caller's own credentials: every caller needs lambda:InvokeFunction too, "
        + "and may then call the function past the API.";

    private const string InvokeRole = "FunctionInvokeRole";

    private readonly Dictionary<string, Arn> declared = roles.Select(static role => role.Arn).DistinctBy(static arn => arn.ToString())
        .ToDictionary(static arn => arn.ToString(), StringComparer.Ordinal);

    /// <summary>Whether a route has callers with credentials at all: those of one that is closed for another reason may be.</summary>
    public static bool AreCallersKnown(Authorizer guard) => guard is IamAuthorizer or ClosedAuthorizer { Instead: null or IamAuthorizer };

    /// <summary>Those of an integration. What is not known here closes what the property belongs to.</summary>
    /// <param name="at">The map that has the property.</param>
    /// <param name="property">The property; what is not there, null or empty is API Gateway's own.</param>
    /// <param name="guard">The route's authorizer: a caller has credentials only where it signs.</param>
    public IntegrationCredentials OfIntegration(Values at, string property, Authorizer guard)
    {
        if (at.Text(property) is not { Length: > 0 } text)
        {
            return IntegrationCredentials.None;
        }

        if (!IsCaller(text))
        {
            return Role(at, property, text) is { } role ? IntegrationCredentials.Of(role) : IntegrationCredentials.None;
        }

        if (!AreCallersKnown(guard))
        {
            at.Report(
                property, $"'{text}' passes the caller's credentials on, and API Gateway takes it only on a method with AWS_IAM, where callers have some.",
                "Guard the route with AWS_IAM, or remove the credentials and give API Gateway the permission to call the function.");
        }

        at.Trap(TrapKind.IntegrationAsCaller, at.LineOf(property), AsCaller, "Remove the credentials, and give API Gateway the permission to call the function.");
        return IntegrationCredentials.Caller;
    }

    /// <summary>The role of an authorizer; null for none. What is not known here closes what the property belongs to.</summary>
    public Arn? OfAuthorizer(Values at, string property) => at.Text(property) is { Length: > 0 } text ? Role(at, property, text) : null;

    /// <summary>As <see cref="OfAuthorizer"/>, of SAM's <c>FunctionInvokeRole</c>: <c>NONE</c> is none.</summary>
    public Arn? OfInvokeRole(Values authorizer) => authorizer[InvokeRole] is ScalarNode { Text: "NONE" } ? null : OfAuthorizer(authorizer, InvokeRole);

    private Arn? Role(Values at, string property, string text)
    {
        if (declared.TryGetValue(text, out var role))
        {
            return role;
        }

        if (Arn.TryParse(text, out var arn) && arn.Service == "iam")
        {
            at.Close(
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
