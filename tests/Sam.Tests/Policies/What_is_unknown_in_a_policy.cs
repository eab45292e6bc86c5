using Iam;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;

namespace Sam.Tests.Policies;

/// <summary>An Allow with an unknown never allows by it, and a Deny with an unknown closes what it might deny.</summary>
public class What_is_unknown_in_a_policy
{
    private const string Why = "The parameter Table has no value.";

    [Theory]
    [InlineData("{Effect: Allow, Action: 'dynamodb:*', Resource: UNKNOWN}", "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/a", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, Action: 'dynamodb:*', Resource: [UNKNOWN, '*']}", "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/a", Verdict.Allow)]
    [InlineData("{Effect: Allow, Action: [UNKNOWN, 's3:*'], Resource: '*'}", "dynamodb:GetItem", "*", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, NotAction: UNKNOWN, Resource: '*'}", "s3:GetObject", "*", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, NotResource: [UNKNOWN, x], Action: '*'}", "s3:GetObject", "*", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*', Condition: {StringNotEquals: {'aws:username': UNKNOWN}}}", "s3:GetObject", "*", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 's3:*', Resource: UNKNOWN}", "s3:GetObject", "arn:aws:s3:::b/k", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: 's3:*', Resource: UNKNOWN}", "sqs:SendMessage", "*", Verdict.Allow)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, NotAction: [UNKNOWN, 's3:*'], Resource: '*'}", "sqs:SendMessage", "*", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, NotAction: [UNKNOWN, 's3:*'], Resource: '*'}", "s3:GetObject", "*", Verdict.Allow)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, NotAction: UNKNOWN, Resource: '*'}", "s3:GetObject", "*", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', Resource: '*', Condition: {StringEquals: {'aws:username': UNKNOWN}}}", "s3:GetObject", "*", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: Deny, Action: '*', Resource: '*', Condition: {StringEquals: {'aws:username': UNKNOWN, 'aws:RequestedRegion': eu-west-1}}}", "s3:GetObject", "*", Verdict.Allow)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, {Effect: UNKNOWN, Action: 's3:*', Resource: '*'}", "s3:GetObject", "*", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Action: '*', Resource: '*'}, UNKNOWN", "s3:GetObject", "*", Verdict.ExplicitDeny)]
    public void Never_lets_anybody_in(string statements, string action, string resource, Verdict expected)
    {
        var policy = Compile($"{{Version: '2012-10-17', Statement: [{statements}]}}", PolicyKind.Identity, out var closures);
        var decision = Decide(policy, action, resource);
        Assert.Equal(expected, decision.Verdict);
        Assert.Equal(Why, Assert.Single(closures).Message);
        Assert.Equal(expected == Verdict.ExplicitDeny ? $"template.yaml:1 Role.PolicyDocument: {Why} Give one." : null, decision.Closed);
    }

    [Theory]
    [InlineData("{Effect: Allow, Principal: UNKNOWN, Action: '*', Resource: '*'}", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, Principal: {AWS: [UNKNOWN, 'arn:aws:iam::111122223333:role/Reader']}, Action: '*', Resource: '*'}", Verdict.Allow)]
    [InlineData("{Effect: Allow, Principal: {AWS: UNKNOWN}, Action: '*', Resource: '*'}", Verdict.ImplicitDeny)]
    [InlineData("{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}, {Effect: Deny, Principal: UNKNOWN, Action: '*', Resource: '*'}", Verdict.ExplicitDeny)]
    [InlineData("{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}, {Effect: Deny, NotPrincipal: {AWS: UNKNOWN}, Action: '*', Resource: '*'}", Verdict.ExplicitDeny)]
    public void Never_lets_anybody_in_by_a_resources_policy(string statements, Verdict expected)
    {
        var policy = Compile($"{{Version: '2012-10-17', Statement: [{statements}]}}", PolicyKind.Resource, out _);
        var request = new AccessRequest(Reader, "s3:GetObject", "arn:aws:s3:::b/k", AccountId.Parse("111122223333"), new ConditionContext(Reader));
        Assert.Equal(expected, DecisionRule.Access.Decide(request, PrincipalPolicies.None, policy).Verdict);
    }

    [Fact]
    public void Closes_everything_where_it_is_the_whole_policy()
    {
        var policy = Compile("UNKNOWN", PolicyKind.Identity, out _);
        Assert.NotNull(Decide(policy, "s3:GetObject", "*").Closed);
    }

    private static AssumedRole Reader { get; } = new(AccountId.Parse("111122223333"), "/", "Reader", "session", "AROAREADER");

    private static Decision Decide(Policy policy, string action, string resource) => DecisionRule.Access.Decide(
        new AccessRequest(Reader, action, resource, AccountId.Parse("111122223333"), new ConditionContext(Reader).Set("aws:RequestedRegion", "us-east-1")), new PrincipalPolicies([policy]), null);

    private static Policy Compile(string yaml, PolicyKind kind, out IEnumerable<Closure> closures)
    {
        var errors = new ErrorList("template.yaml");
        var document = WithUnknown(DocumentReader.Read($"{{Policy: {yaml}}}", errors)!.Entries[0].Value);
        var policy = new PolicyCompiler("template.yaml", errors).Compile(document, kind, "Reads", "Role", "PolicyDocument");
        Assert.Empty(errors.ToImmutable());
        closures = errors.Closures;
        return policy!;
    }

    private static Node WithUnknown(Node node) => node switch
    {
        ScalarNode { Text: "UNKNOWN" } => new UnknownNode(node.Line, new Unknown(Why, "Give one.")),
        MapNode map => new MapNode([.. map.Entries.Select(static entry => entry with { Value = WithUnknown(entry.Value) })], map.Line),
        ListNode list => new ListNode([.. list.Items.Select(WithUnknown)], list.Line),
        _ => node,
    };
}
