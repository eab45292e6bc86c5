namespace Iam.Tests;

/// <summary>Two accounts, those who call, and policies written as what matters in them.</summary>
internal static class Given
{
    public const string Api = "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/v1/GET/orders";

    public const string Statement = """{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}""";

    public static AccountId Home { get; } = AccountId.Parse("111122223333");

    public static AccountId Away { get; } = AccountId.Parse("444455556666");

    public static IamUser User { get; } = new(Home, "/", "ann", "AIDAANN");

    public static AssumedRole Session { get; } = new(Home, "/team/", "reader", "s1", "AROAREADER");

    public static IamUser Stranger { get; } = new(Away, "/", "eve", "AIDAEVE");

    public static AssumedRole StrangeSession { get; } = new(Away, "/", "visitor", "s9", "AROAVISITOR");

    /// <summary>A call of the API that belongs to <see cref="Home"/>, with the condition keys that follow from the caller.</summary>
    public static AccessRequest Call(Principal caller, string action = "execute-api:Invoke", string resource = Api) =>
        new(caller, action, resource, Home, new ConditionContext(caller));

    /// <summary>A policy of statements that has no errors.</summary>
    public static Policy Policy(PolicyKind kind, params string[] statements) => Document(kind, Json(statements));

    public static Policy Document(PolicyKind kind, string json, PolicyOrigin? origin = null, PolicyParseOptions? options = null)
    {
        var result = Iam.Policy.Parse(json, kind, origin ?? new PolicyOrigin(kind.ToString()), options);
        Assert.Empty(result.Errors);
        return result.Policy!;
    }

    public static string Json(params string[] statements) => $$"""{"Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}]}""";

    public static Policy Identity(string effect) => Policy(PolicyKind.Identity, Grants(effect));

    public static Policy Boundary(string effect) => Policy(PolicyKind.Boundary, Grants(effect));

    public static Policy SessionPolicy(string effect) => Policy(PolicyKind.Session, Grants(effect));

    /// <summary>A resource policy about everything of one principal: <c>"*"</c> or an object.</summary>
    public static Policy Resource(string effect, string principal, string element = "Principal") =>
        Policy(PolicyKind.Resource, $$"""{"Effect": "{{effect}}", "{{element}}": {{principal}}, "Action": "execute-api:Invoke", "Resource": "*"}""");

    public static Policy Trust(string effect, string principal) =>
        Policy(PolicyKind.Trust, $$"""{"Effect": "{{effect}}", "Principal": {{principal}}, "Action": "sts:*"}""");

    public static PrincipalPolicies With(Policy? identity = null, Policy? boundary = null, Policy? session = null) =>
        new(identity is null ? [] : [identity], boundary is null ? default : [boundary], session is null ? default : [session]);

    /// <summary><c>Allow</c> and <c>Deny</c> of everything; <c>Neither</c> is about something else.</summary>
    private static string Grants(string effect) => effect == "Neither"
        ? """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"""
        : $$"""{"Effect": "{{effect}}", "Action": "*", "Resource": "*"}""";
}
