using Sam.Tests.Templates;

namespace Sam.Tests.Cognito;

/// <summary>Of a pool or a client of which nobody knows who gets a token, the routes that take its tokens are closed, and of an identity pool nobody gets credentials.</summary>
public class Pools_that_cannot_be_told
{
    private static string Template(string pool, string client, string condition = "") => $$$"""
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Unknown: {Type: String}}
        Conditions: {Maybe: !Equals [!Ref Unknown, x]}
        Resources:
          Pool: {Type: AWS::Cognito::UserPool, {{{condition}}} Properties: { {{{pool}}} } }
          Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool, {{{client}}} } }
          Other: {Type: AWS::Cognito::UserPool}
          Rest: {Type: AWS::Serverless::Api, Properties: {StageName: v1, Auth: {Authorizers: {A: {UserPoolArn: !GetAtt Pool.Arn}, B: {UserPoolArn: !GetAtt Other.Arn} } } } }
          Http:
            Type: AWS::Serverless::HttpApi
            Properties: {Auth: {Authorizers: {J: {IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: !GetAtt Pool.ProviderURL, audience: [!Ref Client] } } } } }
          F:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events:
                A: {Type: Api, Properties: {RestApiId: !Ref Rest, Path: /a, Method: get, Auth: {Authorizer: A} } }
                B: {Type: Api, Properties: {RestApiId: !Ref Rest, Path: /b, Method: get, Auth: {Authorizer: B} } }
                J: {Type: HttpApi, Properties: {ApiId: !Ref Http, Path: /j, Method: get, Auth: {Authorizer: J} } }
        """;

    [Theory]
    [InlineData("LambdaConfig: {PreSignUp: !If [Maybe, !GetAtt F.Arn, !Ref AWS::NoValue]}", "", "", true)]
    [InlineData("LambdaConfig: !If [Maybe, {PreSignUp: !GetAtt F.Arn}, !Ref AWS::NoValue]", "", "", true)]
    [InlineData("MfaConfiguration: !Ref Unknown", "", "", true)]
    [InlineData("AdminCreateUserConfig: {AllowAdminCreateUserOnly: !Ref Unknown}", "", "", true)]
    [InlineData("Policies: {PasswordPolicy: {MinimumLength: !Ref Unknown}}", "", "", true)]
    [InlineData("", "AllowedOAuthScopes: [!Ref Unknown]", "", true)]
    [InlineData("", "", "Condition: Maybe,", true)]
    [InlineData("", "CallbackURLs: [!Ref Unknown]", "", false)]
    [InlineData("", "", "", false)]
    public void Close_the_routes_that_take_their_tokens(string pool, string client, string condition, bool isClosed)
    {
        var stack = Given.Stack(Template(pool, client, condition));

        Assert.Equal(isClosed, stack.Apis[0].Routes[0].Closed is not null);
        Assert.Null(stack.Apis[0].Routes[1].Closed);
        Assert.Equal(isClosed, stack.HttpApis[0].Routes[0].Closed is not null);
    }

    [Theory]
    [InlineData("", "Roles: {authenticated: !GetAtt R.Arn}", 1)]
    [InlineData("", "Roles: !If [Maybe, {authenticated: !GetAtt R.Arn}, {unauthenticated: !GetAtt R.Arn}]", 0)]
    [InlineData("", "Roles: {authenticated: !GetAtt R.Arn}, RoleMappings: {m: {IdentityProvider: 'issuer.example', Type: !Ref Unknown}}", 0)]
    [InlineData("SupportedLoginProviders: {graph.facebook.com: !Ref Unknown}", "Roles: {authenticated: !GetAtt R.Arn}", 0)]
    public void Give_no_credentials(string pool, string attachment, int attached) => Assert.Equal(attached, Given.Stack($$$"""
        Parameters: {Unknown: {Type: String}}
        Conditions: {Maybe: !Equals [!Ref Unknown, x]}
        Resources:
          Pool: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: true, {{{pool}}} } }
          Roles: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Pool, {{{attachment}}} } }
          R:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: "sts:AssumeRoleWithWebIdentity", Condition: {StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool} } } ] } }
        """).IdentityPools.Count(static part => part.Kind == IdentityPoolResourceKind.Roles));

    [Fact]
    public void Are_like_a_table_whose_policy_cannot_be_told() => Assert.All(
        Given.Stack("""
            Parameters: {Unknown: {Type: String}}
            Conditions: {Maybe: !Equals [!Ref Unknown, x]}
            Resources:
              T:
                Type: AWS::DynamoDB::Table
                Properties:
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  BillingMode: PAY_PER_REQUEST
                  ResourcePolicy: !If [Maybe, {PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Deny, Principal: "*", Action: "dynamodb:*", Resource: "*"}]}}, !Ref AWS::NoValue]
            """).Tables.Single().ResourcePolicy!.Statements,
        static statement => Assert.True(statement.Denies));
}
