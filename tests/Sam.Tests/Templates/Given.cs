namespace Sam.Tests.Templates;

/// <summary>Templates for tests, written as what matters in them.</summary>
internal static class Given
{
    public static StackOptions Options { get; } = new();

    /// <summary>The stack of a template that has no errors.</summary>
    public static Stack Stack(string yaml, StackOptions? options = null)
    {
        var result = TemplateLoader.Parse(yaml, "template.yaml", options ?? Options);
        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        return result.Stack!;
    }

    /// <summary>What is closed of a template that loads, as people read it.</summary>
    public static IEnumerable<string> Closures(string yaml, StackOptions? options = null) => Stack(yaml, options).Closures.Select(static closure => closure.ToString());

    /// <summary>The errors of a template, as people read them.</summary>
    public static IEnumerable<string> Errors(string yaml, StackOptions? options = null)
    {
        var result = TemplateLoader.Parse(yaml, "template.yaml", options ?? Options);
        Assert.Null(result.Stack);
        return result.Errors.Select(static error => error.ToString());
    }

    /// <summary>The one API of a stack with this <c>Auth</c>, and one event with another.</summary>
    public static string Api(string auth, string eventAuth = "{}", string method = "get") =>
        $$$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth: {{{auth}}}
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events:
                Call: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /path, Method: {{{method}}}, Auth: {{{eventAuth}}}}}
        """;

    /// <summary>A function with more properties, each on a line of its own.</summary>
    public static string Function(params string[] properties) =>
        $"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
        {string.Concat(properties.Select(static property => $"      {property}\n"))}
        """;

    /// <summary>The value that an expression has in the stack's outputs.</summary>
    public static string Output(string expression, StackOptions? options = null) =>
        Assert.Single(Stack(Expression(expression), options).Outputs).Value;

    /// <summary>A template whose one output is an expression, over some parameters, mappings, conditions and resources.</summary>
    public static string Expression(string expression) =>
        $$$"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Name: {Type: String, Default: shop}
          Names: {Type: CommaDelimitedList, Default: 'one, two,three'}
        Mappings:
          Sizes:
            small: {Memory: 128, Zones: [a, b]}
            '111122223333': {Memory: 512}
        Conditions:
          Holds: !Equals [!Ref Name, shop]
          Fails: !Not [!Condition Holds]
          All: !And [!Condition Holds, !Equals [1, '1'], !Not [!Condition Fails]]
          Any: !Or [!Condition Fails, !Condition Holds]
          None: !Or [!Condition Fails, !Equals [true, 'false']]
        Resources:
          Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: work}}
          Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}
          Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: orders}}
          Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/x}}
          User: {Type: AWS::IAM::User, Properties: {UserName: ann, Path: /people/}}
          Managed:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              ManagedPolicyName: all
              PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: reader
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}
          Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
          Function:
            Type: AWS::Serverless::Function
            Properties: {FunctionName: worker, CodeUri: code, Handler: Handler, Runtime: dotnet10}
        Outputs:
          Result:
            Value: {{{expression}}}
        """;
}
