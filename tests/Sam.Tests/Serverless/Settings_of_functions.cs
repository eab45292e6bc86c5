using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>What a template says of how a function's events run, of its log and of its variables.</summary>
public class Settings_of_functions
{
    private const string Config = """

          Config:
            Type: AWS::Lambda::EventInvokeConfig
            Properties:
              FunctionName: !Ref Function
              Qualifier: QUALIFIER
              MaximumRetryAttempts: 1
              DestinationConfig: {OnFailure: {Destination: !GetAtt Function.Arn}}
        """;

    [Fact]
    public void Of_events_are_lambdas_where_nothing_is_said()
    {
        var events = Only().EventsOf(null);
        Assert.Equal((2, TimeSpan.FromHours(6), null, null), (events.MaximumRetryAttempts, events.MaximumEventAge, events.OnSuccess, events.OnFailure));
        Assert.Null(Only().DeadLetterArn);
    }

    [Fact]
    public void Of_events_are_read_from_the_function()
    {
        var function = Only(
            "EventInvokeConfig: {MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60, DestinationConfig: {OnSuccess: {Type: SQS}, OnFailure: {Type: SNS, Destination: 'arn:aws:sns:us-east-1:111122223333:given'}}}",
            "DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:us-east-1:111122223333:dead'}");
        var events = function.EventsOf(null);
        Assert.Equal((0, TimeSpan.FromMinutes(1), "arn:aws:sns:us-east-1:111122223333:given"), (events.MaximumRetryAttempts, events.MaximumEventAge, events.OnFailure));
        Assert.StartsWith("arn:aws:sqs:us-east-1:111122223333:", events.OnSuccess, StringComparison.Ordinal);
        Assert.Contains("FunctionEventInvokeConfigOnSu", events.OnSuccess, StringComparison.Ordinal);
        Assert.Equal("arn:aws:sqs:us-east-1:111122223333:dead", function.DeadLetterArn);
    }

    [Fact]
    public void Of_events_count_for_the_alias_that_is_published()
    {
        var function = Only("AutoPublishAlias: live", "EventInvokeConfig: {MaximumRetryAttempts: 0}");
        Assert.Equal((2, 0), (function.EventsOf(null).MaximumRetryAttempts, function.EventsOf("live").MaximumRetryAttempts));
    }

    [Theory]
    [InlineData("$LATEST", null)]
    [InlineData("live", "live")]
    public void Of_events_are_read_from_a_resource_of_their_own(string written, string? qualifier)
    {
        var function = Assert.Single(Given.Stack(Given.Function() + Config.Replace("QUALIFIER", $"'{written}'", StringComparison.Ordinal)).Functions);
        Assert.Equal((1, function.Arn.ToString()), (function.EventsOf(qualifier).MaximumRetryAttempts, function.EventsOf(qualifier).OnFailure));
        Assert.Equal(2, function.EventsOf("other").MaximumRetryAttempts);
    }

    [Theory]
    [InlineData("EventInvokeConfig: {MaximumRetryAttempts: 3}", "EventInvokeConfig.MaximumRetryAttempts: '3' is not a whole number from 0 to 2.")]
    [InlineData("EventInvokeConfig: {MaximumEventAgeInSeconds: 59}", "EventInvokeConfig.MaximumEventAgeInSeconds: '59' is not a whole number from 60 to 21600.")]
    [InlineData("LoggingConfig: {LogFormat: XML}", "LoggingConfig.LogFormat: 'XML' is not a LogFormat. Write one of Text, JSON.")]
    [InlineData("LoggingConfig: {SystemLogLevel: WARN}", "LoggingConfig.SystemLogLevel: SystemLogLevel is only supported when LogFormat is set to JSON.")]
    [InlineData("LoggingConfig: {LogFormat: JSON, ApplicationLogLevel: LOUD}", "LoggingConfig.ApplicationLogLevel: 'LOUD' is not a ApplicationLogLevel.")]
    public void That_lambda_refuses_are_errors(string property, string error) =>
        Assert.Contains(Given.Errors(Given.Function(property)), told => told.Contains($"Function.{error}", StringComparison.Ordinal));

    [Fact]
    public void Of_the_log_are_read()
    {
        Assert.Equal(FunctionLogging.Default, Only().Logging);
        var logging = Only("LoggingConfig: {LogFormat: JSON, ApplicationLogLevel: DEBUG, SystemLogLevel: WARN, LogGroup: /shop}").Logging;
        Assert.Equal((true, "/shop", "DEBUG", "WARN"), (logging.IsJson, logging.LogGroup, logging.ApplicationLevel, logging.SystemLevel));
    }

    [Theory]
    [InlineData("Tracing: Active", true)]
    [InlineData("Tracing: PassThrough", false)]
    [InlineData("Timeout: 3", false)]
    public void Tell_whether_requests_are_traced(string property, bool isTraced) => Assert.Equal(isTraced, Only(property).IsTraced);

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("LAMBDA_TASK_ROOT")]
    public void Name_no_variable_that_lambda_keeps_for_itself(string name) => Assert.Contains(
        Given.Errors(Given.Function($"Environment: {{Variables: {{{name}: x}}}}")),
        error => error.Contains($"Reserved keys used in this request: {name}", StringComparison.Ordinal));

    [Fact]
    public void Have_no_more_variables_than_lambda_takes()
    {
        Assert.Single(Only(Long(4085)).Environment);
        Assert.Contains(Given.Errors(Given.Function(Long(4086))), static error => error.Contains("exceeded the 4KB limit. They have 4097 bytes.", StringComparison.Ordinal));

        static string Long(int length) => $"Environment: {{Variables: {{LONG: {new string('x', length)}}}}}";
    }

    private static Function Only(params string[] properties) => Assert.Single(Given.Stack(Given.Function(properties)).Functions);
}
