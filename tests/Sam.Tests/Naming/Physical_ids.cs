using Sam.Tests.Templates;

namespace Sam.Tests.Naming;

public class Physical_ids
{
    private const string Unnamed =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
          Other: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
          Function:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: code, Handler: Handler, Runtime: dotnet10}
          User: {Type: AWS::IAM::User}
          Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User}}
          Old: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User, Status: Inactive}}
          Table: {Type: AWS::Serverless::SimpleTable}
        """;

    [Fact]
    public void Have_the_form_that_aws_gives_them()
    {
        var stack = Given.Stack(Unnamed);

        Assert.Matches("^[a-z0-9]{10}$", stack.Apis[0].ApiId);
        Assert.Matches("^microservices-Function-[A-Za-z0-9]{12}$", stack.Functions[0].FunctionName);
        Assert.Matches("^arn:aws:lambda:us-east-1:111122223333:function:microservices-Function-[A-Za-z0-9]{12}$", stack.Functions[0].Arn.ToString());
        Assert.Matches("^microservices-FunctionRole-[A-Za-z0-9]{12}$", stack.Roles[0].Name);
        Assert.Matches("^AROA[A-Z2-7]{17}$", stack.Roles[0].UniqueId);
        Assert.Matches("^AIDA[A-Z2-7]{17}$", stack.Users[0].UniqueId);
        Assert.Matches("^AKIA[A-Z2-7]{16}$", stack.Users[0].AccessKeys[0].AccessKeyId);
        Assert.Matches("^microservices-Table-[A-Z0-9]{12}$", stack.Tables[0].TableName);
        Assert.Equal([true, false], stack.Users[0].AccessKeys.Select(static key => key.IsActive));
    }

    [Fact]
    public void Are_the_same_for_the_same_account_stack_and_logical_id() =>
        Assert.Equal(Ids(Given.Stack(Unnamed)), Ids(Given.Stack(Unnamed.Replace("Handler: Handler", "Handler: Changed", StringComparison.Ordinal))));

    [Theory]
    [InlineData("999988887777", "microservices")]
    [InlineData("111122223333", "another")]
    public void Differ_between_accounts_and_stacks(string account, string stack) =>
        Assert.Empty(Ids(Given.Stack(Unnamed)).Intersect(Ids(Given.Stack(Unnamed, new StackOptions(account, StackName: stack)))));

    [Fact]
    public void Differ_between_resources()
    {
        var ids = Ids(Given.Stack(Unnamed)).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Fit_the_longest_name_that_the_service_takes()
    {
        var name = new string('L', 100);
        var stack = Given.Stack(
            Unnamed.Replace("Function:", $"{name}:", StringComparison.Ordinal), new StackOptions(StackName: new string('s', 100)));

        Assert.Equal(64, stack.Functions[0].FunctionName.Length);
        Assert.Equal(64, stack.Roles[0].Name.Length);
    }

    private static IEnumerable<string> Ids(Stack stack) =>
    [
        .. stack.Apis.Select(static api => api.ApiId),
        .. stack.Functions.Select(static function => function.FunctionName),
        .. stack.Roles.SelectMany(static role => new[] { role.Name, role.UniqueId }),
        .. stack.Users.SelectMany(static user => user.AccessKeys.Select(static key => key.AccessKeyId).Append(user.UniqueId).Append(user.Name)),
        .. stack.Tables.Select(static table => table.TableName),
    ];
}
