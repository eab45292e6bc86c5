using Sam.Tests.Templates;

namespace Sam.Tests.Cognito;

public class Identity_pools_of_a_template
{
    private const string Whole =
        """
        Resources:
          Roles: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Pool, Roles: ROLES, RoleMappings: MAPPINGS}}
          Tags: {Type: AWS::Cognito::IdentityPoolPrincipalTag, Properties: {IdentityPoolId: !Ref Pool, IdentityProviderName: !GetAtt Users.ProviderName, UseDefaults: true}}
          Pool: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [PROVIDER]}}
          Other: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: true, IdentityPoolTags: [{Key: team, Value: shop}]}}
          Users: {Type: AWS::Cognito::UserPool}
          App: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Users}}
          Strangers: {Type: AWS::Cognito::UserPool}
          StrangersApp: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Strangers}}
          User:
            Type: AWS::IAM::Role
            Properties:
              RoleName: User
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: "sts:AssumeRoleWithWebIdentity", Condition: CONDITION}]
        Outputs:
          Id: {Value: !GetAtt Pool.Id}
          Name: {Value: !GetAtt Pool.Name}
        """;

    [Fact]
    public void Have_ids_of_the_form_that_aws_gives_them_the_same_for_the_same_template()
    {
        var stack = Given.Stack(Template());
        var pool = stack.IdentityPools[0].IdentityPoolId;

        Assert.Matches("^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", pool);
        Assert.Equal(pool, stack.Outputs[0].Value);
        Assert.StartsWith("microservices-Pool-", stack.Outputs[1].Value, StringComparison.Ordinal);
        Assert.Equal(pool, Given.Stack(Template()).IdentityPools[0].IdentityPoolId);
        Assert.NotEqual(pool, stack.IdentityPools[1].IdentityPoolId);
    }

    [Fact]
    public void Come_before_what_belongs_to_them() => Assert.Equal(
        [(IdentityPoolResourceKind.Pool, "Pool"), (IdentityPoolResourceKind.Pool, "Other"), (IdentityPoolResourceKind.Roles, "Roles"), (IdentityPoolResourceKind.PrincipalTag, "Tags")],
        Given.Stack(Template()).IdentityPools.Select(static one => (one.Kind, one.LogicalId)));

    [Fact]
    public void Keep_the_shape_that_the_api_takes()
    {
        var pools = Given.Stack(Template(mappings: "{any: {IdentityProvider: !Sub '${Users.ProviderName}:${App}', Type: Token, AmbiguousRoleResolution: Deny}}")).IdentityPools;
        Assert.Equal("""{"team":"shop"}""", pools[1].Properties["IdentityPoolTags"]!.ToJsonString());
        var mapping = Assert.Single(pools[2].Properties["RoleMappings"]!.AsObject());
        Assert.Matches(@"^cognito-idp\.us-east-1\.amazonaws\.com/us-east-1_\w{9}:\w{26}$", mapping.Key);
        Assert.Equal("""{"Type":"Token","AmbiguousRoleResolution":"Deny"}""", mapping.Value!.ToJsonString());
    }

    [Theory]
    [InlineData("{authenticated: 'arn:aws:iam::111122223333:role/Usr'}", "{}", "Roles.Roles.authenticated: The template declares no role 'arn:aws:iam::111122223333:role/Usr'. Write !GetAtt User.Arn.")]
    [InlineData("{owner: !GetAtt User.Arn}", "{}", "Roles.Roles.owner: 'owner' is no kind of identity. Write authenticated or unauthenticated.")]
    [InlineData("{}", "{x: {Type: Rules, RulesConfiguration: {Rules: [{Claim: a, MatchType: Equals, Value: b, RoleARN: 'arn:aws:iam::111122223333:role/Nobody'}]}}}", "Roles.RoleMappings.x.RulesConfiguration.Rules[0].RoleARN: The template declares no role 'arn:aws:iam::111122223333:role/Nobody'. Refer to an AWS::IAM::Role with !GetAtt ROLE.Arn.")]
    public void Name_roles_of_the_template_only(string roles, string mappings, string error) => Assert.Contains(Given.Errors(Template(roles, mappings)), message => message.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ProviderName: cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere, ClientId: !Ref App}", "Pool.CognitoIdentityProviders[0].ProviderName: The template declares no user pool whose provider name is 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere'. Write !GetAtt POOL.ProviderName.")]
    [InlineData("{ProviderName: !GetAtt Users.ProviderName, ClientId: nobody}", "Pool.CognitoIdentityProviders[0].ClientId: The template declares no user pool client 'nobody'. Refer to an AWS::Cognito::UserPoolClient with !Ref.")]
    [InlineData("{ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref StrangersApp}", "Pool.CognitoIdentityProviders[0].ClientId: 'StrangersApp' is a client of another user pool than 'Users'. Name a client of that pool.")]
    public void Name_clients_of_user_pools_of_the_template_only(string provider, string error) => Assert.Contains(Given.Errors(Template(provider: provider)), message => message.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("OpenIdConnectProviderARNs: ['arn:aws:iam::111122223333:oidc-provider/example.com']", "The template declares no provider 'arn:aws:iam::111122223333:oidc-provider/example.com'. Refer to an AWS::IAM::OIDCProvider with !Ref.")]
    [InlineData("SamlProviderARNs: ['arn:aws:iam::111122223333:saml-provider/x']", "The template declares no provider 'arn:aws:iam::111122223333:saml-provider/x'. Refer to an AWS::IAM::SAMLProvider with !Ref.")]
    public void Are_refused_with_what_is_not_there(string property, string error) => Assert.Contains(
        Given.Errors($"Resources: {{Pool: {{Type: AWS::Cognito::IdentityPool, Properties: {{AllowUnauthenticatedIdentities: false, {property}}}}}}}"), message => message.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("AllowGuests: true", "'AllowGuests' is not a property of AWS::Cognito::IdentityPool that LocalAws knows.")]
    public void Are_without_what_is_not_enforced(string property, string why)
    {
        var stack = Given.Stack($"Resources: {{Pool: {{Type: AWS::Cognito::IdentityPool, Properties: {{AllowUnauthenticatedIdentities: false, {property}}}}}}}");
        Assert.Equal(why, Assert.Single(stack.Closures).Message);
        Assert.DoesNotMatch("AllowGuests", Assert.Single(stack.IdentityPools).Properties.ToJsonString());
    }

    [Fact]
    public void Keep_the_companies_by_whose_sign_in_people_come() => Assert.Equal(
        """{"accounts.google.com":"1.apps.googleusercontent.com","graph.facebook.com":"7"}""",
        Assert.Single(Given.Stack("""
            Resources:
              Pool:
                Type: AWS::Cognito::IdentityPool
                Properties: {AllowUnauthenticatedIdentities: false, SupportedLoginProviders: {accounts.google.com: 1.apps.googleusercontent.com, graph.facebook.com: '7'} }
            """).IdentityPools).Properties["SupportedLoginProviders"]!.ToJsonString());

    [Theory]
    [InlineData("{}", "A condition block must be present for the Cognito provider")]
    [InlineData("{StringEquals: {\"aws:RequestedRegion\": us-east-1}}", "cognito-identity.amazonaws.com:aud which is not scoped to all.")]
    [InlineData("{\"ForAnyValue:StringLike\": {\"cognito-identity.amazonaws.com:amr\": authenticated}}", "cognito-identity.amazonaws.com:aud which is not scoped to all.")]
    public void Are_not_trusted_without_a_condition_that_tells_them_apart(string condition, string words) =>
        Assert.Contains(Given.Errors(Template(condition: condition)), message => message.Contains(words, StringComparison.Ordinal));

    private static string Template(
        string roles = "{authenticated: !GetAtt User.Arn}", string mappings = "{}", string provider = "{ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref App}",
        string condition = "{StringEquals: {\"cognito-identity.amazonaws.com:aud\": !Ref Pool}}") => Whole
            .Replace("ROLES", roles, StringComparison.Ordinal).Replace("MAPPINGS", mappings, StringComparison.Ordinal)
            .Replace("PROVIDER", provider, StringComparison.Ordinal).Replace("CONDITION", condition, StringComparison.Ordinal);
}
