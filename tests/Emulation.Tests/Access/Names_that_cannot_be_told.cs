using Emulation.Access;
using Sam;

namespace Emulation.Tests.Access;

/// <summary>Roles, users, functions and tables with a stand-in for a name: no policy that decides by names lets them pass by it, and one that refers to them decides.</summary>
public class Names_that_cannot_be_told
{
    private const string Header = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: {Env: {Type: String}}
        Globals: {Function: {CodeUri: ./, Handler: F, Runtime: dotnet10}}
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties: {StageName: v1, Auth: {DefaultAuthorizer: AWS_IAM, INVOKE, ResourcePolicy: {CustomStatements: [
              {Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}STATEMENTS]}}}
          F: {Type: AWS::Serverless::Function, Properties: {FUNCTION Events: {A: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get}}}}}
          User: {Type: AWS::IAM::User, Properties: {UserName: !Ref Env, Policies: [{PolicyName: p, PolicyDocument: {Statement: [ALLOW]}}]}}
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: !Sub '${Env}-caller'
              AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: !Ref 'AWS::AccountId'}, Action: 'sts:AssumeRole'}]}
              Policies: [{PolicyName: p, PolicyDocument: {Statement: [ALLOW]}}]
        """;

    private const string Every = "{Effect: Allow, Action: ['execute-api:*', 'lambda:*', 'dynamodb:*'], Resource: '*'}";

    [Theory]
    [InlineData("{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:role/guest-*'}}}", "Role")]
    [InlineData("{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {StringLike: {'AWS:principalarn': '*guest*'}}}", "Role,User")]
    [InlineData("{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {StringEquals: {'aws:username': guest}}}", "User")]
    [InlineData("{Effect: Deny, Principal: {AWS: 'arn:aws:iam::111122223333:role/guest-caller'}, Action: '*', Resource: 'execute-api:/*'}", "Role")]
    [InlineData("{Effect: Deny, Principal: {AWS: 'arn:aws:sts::111122223333:assumed-role/guest-caller/s'}, Action: '*', Resource: 'execute-api:/*'}", "Role")]
    [InlineData("{Effect: Deny, Principal: {AWS: 'arn:aws:iam::111122223333:user/guest'}, Action: '*', Resource: 'execute-api:/*'}", "User")]
    [InlineData("{Effect: Deny, Principal: {AWS: !GetAtt User.Arn}, Action: '*', Resource: 'execute-api:/*'}", "")]
    [InlineData("{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {ArnEquals: {'aws:PrincipalArn': !GetAtt User.Arn}}}", "")]
    [InlineData("{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:root'}}}", "")]
    public void Of_identities_close_whom_a_policy_may_mean(string statement, string closed) => Assert.Equal(closed, Closed(Given.Stacks(Template(statement)), "Role", "User"));

    [Fact]
    public void Of_identities_are_looked_for_in_the_organisation_too() => Assert.Equal("Role", Closed(Given.Stacks(Template(""), """
        {"accounts": {"*": {"serviceControlPolicies": [[{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/guest-*"}}}]}]]}}}
        """), "Role", "User"));

    [Theory]
    [InlineData("Roles: [guest-caller]", "Deny", "Role")]
    [InlineData("Roles: [guest-caller]", "Allow", "")]
    [InlineData("Users: [guest]", "Deny", "User")]
    [InlineData("Groups: [guests]", "Deny", "User")]
    public void Of_identities_close_to_whom_a_policy_may_be_attached(string holder, string effect, string closed)
    {
        var template = Template("").Replace("UserName: !Ref Env", "UserName: !Ref Env, Groups: [!Ref Group]", StringComparison.Ordinal);
        var stacks = Given.Stacks(
            $"{template}\n  Group: {{Type: AWS::IAM::Group, Properties: {{GroupName: !Ref Env}}}}\n  Policy: {{Type: AWS::IAM::Policy, Properties: {{PolicyName: p, {holder}, "
            + $"PolicyDocument: {{Statement: [{{Effect: {effect}, Action: '*', Resource: '*'}}]}}}}}}");
        var words = AccessMatrix.Of(stacks).Cells.Where(static cell => cell.Principal.Name is "Role" or "User").ToDictionary(static cell => cell.Principal.Name, static cell => cell.Word);

        Assert.All(words, word => Assert.Equal(word.Key == closed ? AccessWord.Closed : AccessWord.Allow, word.Value));
    }

    [Fact]
    public void Leave_everybody_open_where_no_policy_decides_by_names()
    {
        var stacks = Given.Stacks(Template(""));
        Assert.Empty(stacks.Closures);
        Assert.All(AccessMatrix.Of(stacks).Cells.Where(static cell => cell.Principal.Name is "Role" or "User"), static cell => Assert.Equal(AccessWord.Allow, cell.Word));
    }

    [Fact]
    public void Are_known_when_they_are_given()
    {
        const string Deny = "{Effect: Deny, Principal: '*', Action: '*', Resource: 'execute-api:/*', Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:role/guest-*'}}}";
        var stacks = Given.Stacks(Template(Deny).Replace("Env: {Type: String}", "Env: {Type: String, Default: guest}", StringComparison.Ordinal));
        Assert.Empty(stacks.Closures);
        Assert.Equal(AccessWord.Deny, AccessMatrix.Of(stacks).Cells.Single(static cell => cell.Principal.Name == "Role").Word);
    }

    [Theory]
    [InlineData("{Effect: Deny, Action: 'lambda:*', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:guest-*'}", true)]
    [InlineData("{Effect: Allow, Action: 'lambda:*', NotResource: 'arn:aws:lambda:us-east-1:111122223333:function:guest-*'}", true)]
    [InlineData("{Effect: Allow, Action: 'lambda:*', Resource: 'arn:aws:lambda:us-east-1:111122223333:function:guest-*'}", false)]
    [InlineData("{Effect: Deny, Action: 'lambda:*', Resource: 'arn:aws:lambda:*:*:function:*'}", false)]
    [InlineData("{Effect: Deny, Action: 'lambda:*', Resource: !Sub '${F.Arn}:live'}", false)]
    [InlineData("{Effect: Deny, Action: 's3:*', Resource: 'arn:aws:s3:::guest-*'}", false)]
    public void Of_functions_close_them(string statement, bool isClosed)
    {
        var stacks = Given.Stacks(Template("", statement, "FunctionName: !Ref Env,"));
        Assert.Equal(isClosed, stacks.Main.Functions.Single().Closed is not null);
        Assert.Equal(isClosed, stacks.Main.Elements.Any(static element => element is { LogicalId: "F", Word: ElementWord.Closed }));
    }

    [Theory]
    [InlineData("{Effect: Deny, Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/guest-*'}", true)]
    [InlineData("{Effect: Deny, Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:*:*:table/*/index/*'}", false)]
    [InlineData("{Effect: Deny, Action: 'dynamodb:*', Resource: !Sub '${Table.Arn}/index/*'}", false)]
    public void Of_tables_close_them(string statement, bool isClosed)
    {
        var stacks = Given.Stacks(Template("", statement) + "\n  Table: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: !Ref Env}}");
        Assert.Equal(isClosed, stacks.Main.Tables.Single().ResourcePolicy is not null);
    }

    private static string Template(string statement, string identity = Every, string function = "") => Header
        .Replace("INVOKE", "InvokeRole: NONE", StringComparison.Ordinal)
        .Replace("STATEMENTS", statement.Length == 0 ? "" : $", {statement}", StringComparison.Ordinal)
        .Replace("ALLOW", identity == Every ? Every : $"{Every}, {identity}", StringComparison.Ordinal)
        .Replace("FUNCTION ", function, StringComparison.Ordinal);

    private static string Closed(LoadedStacks stacks, params string[] principals)
    {
        var cells = AccessMatrix.Of(stacks).Cells.Where(cell => principals.Contains(cell.Principal.Name)).ToList();
        Assert.Equal(principals.Length, cells.Count);
        var closed = cells.Where(static cell => cell.Word == AccessWord.Closed).Select(static cell => cell.Principal.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(closed, stacks.Closures.Select(static closure => closure.Resource).Order(StringComparer.Ordinal));
        return string.Join(',', closed);
    }
}
