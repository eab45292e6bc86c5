using System.Collections.Immutable;

namespace Emulation.Findings;

/// <summary>All rules. A code never changes its meaning.</summary>
internal static class Rules
{
    public static Rule PublicRoute { get; } = new("LA001", "route open to the internet", Severity.Warning, "Anyone who knows the address can call it, without any credentials.");

    public static Rule GrantToEveryone { get; } = new("LA002", "grant to everyone", Severity.Error, "Principal \"*\" means every principal of every AWS account, and whoever has none; within the account nothing else has to allow it.");

    public static Rule ShadowedAllow { get; } = new("LA003", "allow that a deny always shadows", Severity.Warning, "It grants nothing, and whoever reads it believes that it does.");

    public static Rule NeverMatches { get; } = new("LA004", "statement that can never match", Severity.Error, "A grant that never matches breaks a caller; a deny that never matches protects nothing.");

    public static Rule UnknownRoute { get; } = new("LA005", "policy for a route that does not exist", Severity.Error, "The call that it is meant for gets 403, or the grant waits for a route that somebody may add later.");

    public static Rule SameAccountTrap { get; } = new("LA006", "allow-list that denies nobody", Severity.Error, "Within an account an identity policy alone is enough: a resource policy that only allows keeps nobody of the account out.");

    public static Rule UnassumableRole { get; } = new("LA007", "role that nobody can assume", Severity.Warning, "Its permissions are out of reach, and a caller that counts on it gets AccessDenied.");

    public static Rule HalfGrant { get; } = new("LA008", "grant with only one half", Severity.Error, "Across accounts, and to assume a role, both sides must allow: with one half the call is refused.");

    public static Rule AnyRole { get; } = new("LA009", "iam:PassRole or sts:AssumeRole on every role", Severity.Error, "Whoever has it can become, or hand to a service, every role that lets it, administrators' among them.");

    public static Rule EverythingBut { get; } = new("LA010", "NotAction or NotPrincipal with Allow", Severity.Warning, "It allows everything that nobody thought of, and all that AWS adds in future.");

    public static Rule DefaultQuota { get; } = new("LA011", "policy longer than the default quota", Severity.Note, "A deployment fails unless AWS has raised the account's quota.");

    public static Rule UnusedSuppression { get; } = new("LA012", "suppression without a finding", Severity.Note, "It would hide the finding if it came back.");

    public static Rule AnyIdentityPool { get; } = new("LA013", "role for any identity pool, or for guests", Severity.Error, "All identity pools speak through one issuer: without their id in the condition another pool gives the role, and without authenticated a guest gets it.");

    public static Rule LiteralId { get; } = new("LA014", "id that exists on this machine only", Severity.Warning, "It works here and nowhere else: where the template is deployed the account, the API's id or the generated name is another one, and the statement is about nobody.");

    public static Rule PlainOverSeveralValues { get; } = new("LA015", "operator that never matches a key with several values", Severity.Error, "Without ForAnyValue or ForAllValues no operator matches such a key: the statement is only about requests without it.");

    public static Rule IntegrationAsCaller { get; } = new("LA101", "integration run as the caller", Severity.Error, "Every caller needs lambda:InvokeFunction, and with it may call the function past the API and its policies.");

    public static Rule SignedPreflight { get; } = new("LA102", "AWS_IAM on preflight", Severity.Error, "Browsers send preflight requests without credentials: no page of another origin can call the API.");

    public static Rule AddressAllowList { get; } = new("LA103", "address list that admits every principal", Severity.Error, "It looks like a further limit, but opens the API to every principal from those addresses.");

    public static Rule VerbFallsThrough { get; } = new("LA104", "verb that falls through to an open {proxy+}", Severity.Error, "A resource without the verb passes the request on to its sibling {proxy+}: GET /admin is open although POST /admin is not.");

    public static Rule ParameterBecomesStar { get; } = new("LA105", "path parameter that becomes *", Severity.Warning, "In the statements that the transform writes, the parameter's * takes in slashes, and with them deeper routes.");

    public static Rule OtherSpelling { get; } = new("LA106", "spelling that falls past a guarded route", Severity.Error, "API Gateway compares paths exactly; most frameworks pass over case and a slash at the end: GET /ADMIN goes to the open route, and the function runs /admin.");

    public static Rule NoPermission { get; } = new("LA107", "function that API Gateway may not call", Severity.Error, "Every call of the route gets 500 Internal Server Error until the function's own policy lets apigateway.amazonaws.com call it.");

    public static ImmutableArray<Rule> All { get; } =
    [
        PublicRoute, GrantToEveryone, ShadowedAllow, NeverMatches, UnknownRoute, SameAccountTrap, UnassumableRole, HalfGrant, AnyRole, EverythingBut, DefaultQuota, UnusedSuppression,
        AnyIdentityPool, LiteralId, PlainOverSeveralValues, IntegrationAsCaller, SignedPreflight, AddressAllowList, VerbFallsThrough, ParameterBecomesStar, OtherSpelling, NoPermission,
    ];
}
