using Iam;

namespace Sam.Tests.Authorizers;

public class The_kinds_of_authorizers
{
    private static readonly Authorizer[] All =
    [
        NoAuthorizer.Instance,
        IamAuthorizer.Instance,
        new CognitoAuthorizer("pool", [], "Authorization", null, []),
        new JwtAuthorizer("jwt", "$request.header.Authorization", [], []),
        new LambdaAuthorizer { Name = "guard", FunctionLogicalId = "Guard" },
        new ClosedAuthorizer(new Closure(new SourceLine("template.yaml", 1), "Api", "Domain", "It is not served.", "Remove it."), IamAuthorizer.Instance),
    ];

    [Fact]
    public void Are_all_here() =>
        Assert.Equal(typeof(Authorizer).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Authorizer))).ToHashSet(), All.Select(static one => one.GetType()).ToHashSet());

    [Fact]
    public void Each_have_a_function_of_their_own()
    {
        Assert.All(All, static one => Assert.Same(one, one.Match<Authorizer>(static none => none, static iam => iam, static cognito => cognito, static jwt => jwt, static lambda => lambda, static closed => closed)));
        Assert.Equal(["none", "iam", "cognito", "jwt", "lambda", "closed"], All.Select(static one => one.Match(static _ => "none", static _ => "iam", static _ => "cognito", static _ => "jwt", static _ => "lambda", static _ => "closed")));
    }

    [Fact]
    public void Say_what_they_mean_for_policies() => Assert.Equal(
        [ApiGatewayRules.ResourcePolicyAlone, ApiGatewayRules.SignedCall, ApiGatewayRules.ResourcePolicyAlone, ApiGatewayRules.ResourcePolicyAlone, ApiGatewayRules.FunctionsPolicy, ApiGatewayRules.Nobody],
        All.Select(static one => one.Rule));

    [Fact]
    public void Leave_nobody_unknown_but_one() => Assert.Same(NoAuthorizer.Instance, Assert.Single(All, static one => one.IsOpen));
}
