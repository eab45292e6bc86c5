namespace Sam.Tests.Templates;

/// <summary>Values of Systems Manager, of Secrets Manager and of other stacks.</summary>
public class Values_from_elsewhere
{
    private static string Role(string name, string more = "") => $$$"""
        {{{more}}}
        Resources:
          Stored: {Type: AWS::SSM::Parameter, Properties: {Name: !Sub '/${AWS::StackName}/name', Type: String, Value: !Sub 'own-${AWS::Region}'}}
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: {{{name}}}
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}
        """;

    private static string NameOf(string name, string more = "", params (string Key, string Value)[] given) => Assert.Single(Given.Stack(
        Role(name, more),
        new StackOptions(
            Parameters: given.ToDictionary(static pair => pair.Key, static pair => pair.Value),
            Imports: new Dictionary<string, string> { ["net-role"] = "imported" },
            SsmParameters: new Dictionary<string, string> { ["/other/stack"] = "theirs", ["plain"] = "short" })).Roles).Name;

    [Theory]
    [InlineData("!ImportValue net-role", "imported")]
    [InlineData("!ImportValue {'Fn::Sub': 'net-${X}'}", "imported")]
    [InlineData("'{{resolve:ssm:/other/stack}}'", "theirs")]
    [InlineData("'a-{{resolve:ssm:/other/stack:3}}-{{resolve:ssm:plain}}'", "a-theirs-short")]
    [InlineData("!Sub '{{resolve:ssm:/${AWS::StackName}/name}}'", "own-us-east-1")]
    [InlineData("!Join ['', ['{{resolve:ssm:', /other/stack, '}}']]", "theirs")]
    [InlineData("'{{resolve:ssm-secure:/db/user:1}}'", "scott")]
    [InlineData("'{{resolve:secretsmanager:db:SecretString:user}}'", "adams")]
    [InlineData("'{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf:SecretString:user}}'", "adams")]
    [InlineData("'{{resolve:secretsmanager:token}}'", "t0ken")]
    [InlineData("'{{resolve:secretsmanager:other:SecretString:pass::}}'", "word")]
    [InlineData("!Ref Path", "theirs")]
    [InlineData("!Ref Given", "value")]
    [InlineData("!Ref GivenPath", "scott")]
    [InlineData("!Select [1, !Ref List]", "b")]
    public void Are_read_from_where_they_are_known(string name, string expected) => Assert.Equal(expected, NameOf(
        name,
        """
        Parameters:
          X: {Type: String, Default: role}
          Path: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /other/stack}
          Given: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /other/stack}
          GivenPath: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'}
          List: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /list}
        """,
        ("Given", "value"), ("GivenPath", "/db/user"), ("/db/user", "scott"), ("secretsmanager:db", """{"user":"adams"}"""),
        ("secretsmanager:token", "t0ken"), ("secretsmanager:other:SecretString:pass", "word"), ("ssm:/list", "a, b")));

    [Theory]
    [InlineData("!ImportValue nothing", "unknown-nothing")]
    [InlineData("'{{resolve:ssm:/shop/Table_Name}}'", "unknown-table-name")]
    [InlineData("'{{resolve:secretsmanager:nothing:SecretString:password}}'", "unknown-password")]
    [InlineData("!Ref BootstrapVersion", "unknown-version")]
    public void Have_a_stand_in_where_nobody_knows_them(string name, string expected) => Assert.Equal(
        expected, NameOf(name, "Parameters: {BootstrapVersion: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /cdk-bootstrap/hnb659fds/version}}"));

    [Fact]
    public void Are_written_by_the_stack_for_others() => Assert.Equal(
        [KeyValuePair.Create("/microservices/name", "own-us-east-1")], Given.Stack(Role("x")).SsmParameters);

    [Fact]
    public void Stay_references_in_an_output_so_that_no_secret_is_shown() => Assert.Equal(
        "{{resolve:secretsmanager:db}}",
        Assert.Single(Given.Stack($"{Role("x")}\nOutputs: {{A: {{Value: '{{{{resolve:secretsmanager:db}}}}'}}}}", new StackOptions(Parameters: new Dictionary<string, string> { ["secretsmanager:db"] = "s" })).Outputs).Value);

    [Fact]
    public void Made_of_themselves_are_not_known() => Assert.StartsWith("unknown-", Assert.Single(Given.Stack("""
        Resources:
          One: {Type: AWS::SSM::Parameter, Properties: {Name: /one, Type: String, Value: '{{resolve:ssm:/two}}'}}
          Two: {Type: AWS::SSM::Parameter, Properties: {Name: /two, Type: String, Value: '{{resolve:ssm:/one}}'}}
          Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: '{{resolve:ssm:/one}}', KeySchema: [{AttributeName: id, KeyType: HASH}], AttributeDefinitions: [{AttributeName: id, AttributeType: S}], BillingMode: PAY_PER_REQUEST}}
        """).Tables).TableName, StringComparison.Ordinal);
}
