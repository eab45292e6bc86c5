using Emulation.Access;
using Emulation.Findings;
using Iam;

namespace Emulation.Tests.Access;

public class Roles_of_identity_pools
{
    private const string Users = """{ StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Pool }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": authenticated } }""";
    private const string Guests = """{ StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Pool }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": unauthenticated } }""";

    [Theory]
    [InlineData(Users, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*" }""", SymbolicVerdict.Allow)]
    [InlineData(Users, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Pool } } }""", SymbolicVerdict.Allow)]
    [InlineData(Users, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Other } } }""", SymbolicVerdict.Deny)]
    [InlineData(Users, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "aws:FederatedProvider": cognito-identity.amazonaws.com } } }""", SymbolicVerdict.Allow)]
    [InlineData(Users, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "cognito-identity.amazonaws.com:sub": "us-east-1:1" } } }""", SymbolicVerdict.Conditional)]
    [InlineData(Guests, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*" }""", SymbolicVerdict.Allow)]
    [InlineData(Guests, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": unauthenticated } } }""", SymbolicVerdict.Allow)]
    [InlineData(Guests, """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": authenticated } } }""", SymbolicVerdict.Deny)]
    public void Are_known_by_what_the_pool_makes_of_every_session(string trust, string statement, SymbolicVerdict expected)
    {
        var matrix = AccessMatrix.Of(Given.Stacks(Template(trust, statement)));
        var cell = matrix.Cells.Single(static cell => cell.Principal.Name == "Mobile" && cell.Route.Name == "GET /orders");
        Assert.Equal((PrincipalKind.IdentityPoolRole, expected), (cell.Principal.Kind, cell.Verdict));
    }

    [Theory]
    [InlineData(Guests, "", 2)]
    [InlineData(Guests, ", AllowClassicFlow: true", 0)]
    [InlineData(Users, "", 0)]
    public void Are_bounded_where_all_sessions_are_guests_of_the_enhanced_flow(string trust, string flow, int policies)
    {
        var principal = MatrixPrincipal.All(Given.Stacks(Template(trust, Sample.AllowAll, flow))).Single(static principal => principal.Name == "Mobile");
        Assert.Equal(policies, principal.Policies.Session.IsDefault ? 0 : principal.Policies.Session.Length);
    }

    [Theory]
    [InlineData(Users, null)]
    [InlineData("""{ StringLike: { "cognito-identity.amazonaws.com:aud": "?*" }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": authenticated } }""", "lets any identity pool give the role")]
    [InlineData("""{ StringLike: { "cognito-identity.amazonaws.com:aud": "us-east-1:*" }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": authenticated } }""", "lets any identity pool give the role")]
    [InlineData("""{ StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Pool } }""", "admits guests, though the role is for identities that have signed in")]
    [InlineData("""{ StringEquals: { "cognito-identity.amazonaws.com:aud": !Ref Pool }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "*authenticated" } }""", "admits guests, though the role is for identities that have signed in")]
    public void Are_findings_when_their_trust_is_too_wide(string trust, string? message)
    {
        var found = Linter.Run(Given.Stacks(Template(trust, Sample.AllowAll))).Where(static judged => judged.Finding.Rule.Code == "LA013").Select(static judged => judged.Finding).ToList();
        if (message is null)
        {
            Assert.Empty(found);
            return;
        }

        Assert.Contains(message, Assert.Single(found).Message, StringComparison.Ordinal);
        Assert.Equal("Mobile", found[0].Resource);
    }

    private static string Template(string trust, string statement, string flow = "") => Sample.Template() +
        $$"""


          Pool: { Type: AWS::Cognito::IdentityPool, Properties: { AllowUnauthenticatedIdentities: true{{flow}} } }
          Other: { Type: AWS::Cognito::IdentityPool, Properties: { AllowUnauthenticatedIdentities: true } }
          Attachment: { Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: { IdentityPoolId: !Ref Pool, Roles: { authenticated: !GetAtt Mobile.Arn } } }
          Mobile:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Mobile
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Allow, Principal: { Federated: cognito-identity.amazonaws.com }, Action: "sts:AssumeRoleWithWebIdentity", Condition: {{trust}} }]
              Policies: [{ PolicyName: Calls, PolicyDocument: { Version: "2012-10-17", Statement: [{{statement}}] } }]
        """;
}
