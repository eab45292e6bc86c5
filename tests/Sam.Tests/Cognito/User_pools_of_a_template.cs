using Sam.Tests.Templates;

namespace Sam.Tests.Cognito;

public class User_pools_of_a_template
{
    private const string Function =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events: EVENTS
          Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool, GenerateSecret: true, AccessTokenValidity: 5}}
          Pool: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: CONFIG}}
          Other: {Type: AWS::Cognito::UserPool}
          Users: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Pool, GroupName: users}}
          Ann: {Type: AWS::Cognito::UserPoolUser, Properties: {UserPoolId: !Ref Pool, Username: ann}}
          Member: {Type: AWS::Cognito::UserPoolUserToGroupAttachment, Properties: {UserPoolId: !Ref Pool, Username: !Ref Ann, GroupName: !Ref Users}}
        Outputs:
          Arn: {Value: !GetAtt Pool.Arn}
          ProviderName: {Value: !GetAtt Pool.ProviderName}
          ProviderURL: {Value: !GetAtt Pool.ProviderURL}
          ClientId: {Value: !GetAtt Client.ClientId}
        """;

    [Fact]
    public void Have_ids_of_the_form_that_aws_gives_them()
    {
        var stack = Given.Stack(Template());
        var pool = stack.UserPools[0].UserPoolId;

        Assert.Matches("^us-east-1_[0-9A-Za-z]{9}$", pool);
        Assert.Matches("^[0-9a-z]{26}$", Assert.Single(stack.UserPools, static one => one.Kind == UserPoolResourceKind.Client).PhysicalId);
        Assert.Equal(
            [
                $"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{pool}", $"cognito-idp.us-east-1.amazonaws.com/{pool}", $"https://cognito-idp.us-east-1.amazonaws.com/{pool}",
                stack.UserPools[2].PhysicalId,
            ],
            stack.Outputs.Select(static output => output.Value));
        Assert.Equal(pool, Given.Stack(Template("{}", "{PreSignUp: !GetAtt Function.Arn}")).UserPools[0].UserPoolId);
        Assert.NotEqual(pool, stack.UserPools[1].UserPoolId);
    }

    [Fact]
    public void Come_before_their_parts_in_the_templates_order() => Assert.Equal(
        ["Pool", "Other", "Client", "Users", "Ann", "Member"], Given.Stack(Template()).UserPools.Select(static one => one.LogicalId));

    [Fact]
    public void Keep_their_properties_as_text_and_say_whose_they_are()
    {
        var stack = Given.Stack(Template());
        var client = stack.UserPools[2];

        Assert.Equal(("true", "5"), ((string?)client.Properties["GenerateSecret"], (string?)client.Properties["AccessTokenValidity"]));
        Assert.Matches("^microservices-Client-[A-Za-z0-9]{12}$", (string?)client.Properties["ClientName"]);
        Assert.All(stack.UserPools.Where(static one => one.LogicalId != "Other"), one => Assert.Equal(stack.UserPools[0].PhysicalId, one.UserPoolId));
        Assert.Equal("ann/users", stack.UserPools[^1].PhysicalId);
    }

    [Fact]
    public void Call_the_functions_whose_events_name_them()
    {
        var stack = Given.Stack(Template("{SignUp: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}}", "{PostConfirmation: !GetAtt Function.Arn}"));
        var function = stack.Functions[0];

        Assert.Equal(
            [("PostConfirmation", function.Arn.ToString()), ("PreSignUp", function.Arn.ToString())],
            stack.UserPools[0].Properties["LambdaConfig"]!.AsObject().Select(static trigger => (trigger.Key, (string)trigger.Value!)));
        Assert.Contains("\"Service\":\"cognito-idp.amazonaws.com\"", function.ResourcePolicy!.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Share_one_permission_for_all_events_of_a_function_which_is_told_as_a_trap()
    {
        var stack = Given.Stack(Template("{A: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}, B: {Type: Cognito, Properties: {UserPool: !Ref Other, Trigger: PreSignUp}}}"));

        Assert.Contains(stack.UserPools[1].UserPoolId, stack.Functions[0].ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.DoesNotContain(stack.UserPools[0].UserPoolId, stack.Functions[0].ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.Equal(TrapKind.OnePoolMayCall, Assert.Single(stack.Traps).Kind);
    }

    [Theory]
    [InlineData("{E: {Type: Cognito, Properties: {UserPool: !Ref Client, Trigger: PreSignUp}}}", "{}", "template.yaml:9 Function.Events.E.Properties.UserPool: The template declares no user pool ")]
    [InlineData("{E: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignup}}}", "{}", "template.yaml:9 Function.Events.E.Properties.Trigger: 'PreSignup' is not a trigger that an event can name. Did you mean 'PreSignUp'?")]
    [InlineData("{E: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}}", "{PreSignUp: !GetAtt Function.Arn}", "template.yaml:9 Function.Events.E.Properties.Trigger: The user pool 'Pool' has a function for PreSignUp already. Remove one of the two.")]
    [InlineData("{E: {Type: Cognito, Properties: {UserPool: !Ref Pool}}}", "{}", "template.yaml:9 Function.Events.E.Properties.Trigger: 'Trigger' is required. Add it.")]
    [InlineData("{}", "{PreSignUp: Function}", "template.yaml:11 Pool.LambdaConfig.PreSignUp: The template declares no function with the ARN 'Function'. Write !GetAtt Function.Arn.")]
    [InlineData("{}", "{PreTokenGenerationConfig: {LambdaArn: x, LambdaVersion: V2_0}}", "template.yaml:11 Pool.LambdaConfig.PreTokenGenerationConfig.LambdaArn: The template declares no function with the ARN 'x'.")]
    [InlineData("{}", "{PreSignup: x}", "template.yaml:11 Pool.LambdaConfig.PreSignup: 'PreSignup' is not a property of LambdaConfig that LocalAws knows. Did you mean 'PreSignUp'?")]
    public void Refuse_a_wrong_trigger_with_the_remedy(string events, string config, string expected) =>
        Assert.Contains(Given.Errors(Template(events, config)), error => error.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("AWS::Cognito::UserPoolClient", "GenerateSecrets: true", "template.yaml:2 X.GenerateSecrets: 'GenerateSecrets' is not a property of AWS::Cognito::UserPoolClient that LocalAws knows. Did you mean 'GenerateSecret'?")]
    [InlineData("AWS::Cognito::UserPoolGroup", "UserPoolId: elsewhere", "template.yaml:2 X.UserPoolId: The template declares no user pool 'elsewhere'. Refer to an AWS::Cognito::UserPool with !Ref.")]
    public void Refuse_a_wrong_property_with_the_remedy(string type, string properties, string expected) =>
        Assert.Contains(Given.Errors($"Resources:\n  X: {{Type: {type}, Properties: {{{properties}}}}}"), error => error.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("AWS::Cognito::UserPool", "MfaConfig: x", "template.yaml:2 X.MfaConfig: 'MfaConfig' is not a property of AWS::Cognito::UserPool that LocalAws knows.")]
    [InlineData("AWS::Cognito::UserPool", "Policies: {PasswordPolicy: {MinLength: 8}}", "template.yaml:2 X.Policies.PasswordPolicy.MinLength: 'MinLength' is not a property of PasswordPolicy that LocalAws knows.")]
    [InlineData("AWS::Cognito::UserPoolDomain", "Domain: x, UserPoolId: !Ref Y, CustomDomainConfig: {CertificateArn: x}", "template.yaml:2 X.CustomDomainConfig: LocalAws serves no custom domains.")]
    public void Close_what_is_not_enforced(string type, string properties, string expected)
    {
        var stack = Given.Stack($"Resources:\n  X: {{Type: {type}, Properties: {{{properties}}}}}\n  Y: {{Type: AWS::Cognito::UserPool}}");
        Assert.StartsWith(expected, Assert.Single(stack.Closures).ToString(), StringComparison.Ordinal);
        Assert.All(stack.UserPools, static part => Assert.DoesNotMatch("MfaConfig|MinLength|CustomDomainConfig", part.Properties.ToJsonString()));
    }

    [Fact]
    public void Do_not_give_out_a_clients_secret()
    {
        var stack = Given.Stack(
            $"{Template().Replace("Handler: Handler", "Handler: Handler\n      Environment: {Variables: {SECRET: !GetAtt Client.ClientSecret}}", StringComparison.Ordinal)}\n  Secret: {{Value: !GetAtt Client.ClientSecret}}");

        Assert.DoesNotContain(stack.Outputs, static output => output.Name == "Secret");
        Assert.DoesNotContain("SECRET", Assert.Single(stack.Functions).Environment.Keys);
    }

    [Fact]
    public void Must_not_need_the_function_that_they_call_and_the_other_way_round() => Assert.Contains(
        Given.Errors(Template("{E: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}}").Replace("Handler: Handler", "Handler: Handler\n      Environment: {Variables: {POOL: !Ref Pool}}", StringComparison.Ordinal)),
        static error => error.Contains("Circular dependency: ", StringComparison.Ordinal));

    [Fact]
    public void Keep_their_tags() => Assert.Equal(
        """{"team":"shop"}""",
        Given.Stack("Resources:\n  X: {Type: AWS::Cognito::UserPool, Properties: {UserPoolTags: {team: shop}}}").UserPools[0].Properties["UserPoolTags"]!.ToJsonString());

    [Fact]
    public void Have_texts_as_tags() => Assert.Contains(
        Given.Errors("Resources:\n  X: {Type: AWS::Cognito::UserPool, Properties: {UserPoolTags: {team: [a, b]}}}"),
        static error => error.StartsWith("template.yaml:2 X.UserPoolTags.team: Text is needed here", StringComparison.Ordinal));

    private static string Template(string events = "{}", string config = "{}") =>
        Function.Replace("EVENTS", events, StringComparison.Ordinal).Replace("CONFIG", config, StringComparison.Ordinal);
}
