using System.Collections.Immutable;
using Sam.Documents;
using Sam.Intrinsics;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Settings of functions on which no access depends: how events run, and what is logged. What cannot be told of them is as if it were not given.
/// </summary>
internal sealed class FunctionSettings
{
    private static readonly ImmutableArray<string> ApplicationLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
    private static readonly ImmutableArray<string> SystemLevels = ["DEBUG", "INFO", "WARN"];

    private readonly Evaluator evaluator;
    private readonly ILookup<string, EventInvocation> declared;

    public FunctionSettings(ImmutableArray<Resource> resources, Evaluator evaluator)
    {
        this.evaluator = evaluator;
        var functions = new FunctionArns(resources);
        declared = resources.Where(static resource => resource.TypeName == "AWS::Lambda::EventInvokeConfig")
            .Select(config => (Function: Told(config.Values, "FunctionName") is { } name ? functions.Target(name)?.LogicalId : null, Config: config.Values))
            .Where(static one => one.Function is not null)
            .ToLookup(static one => one.Function!, one => Events(one.Config, Told(one.Config, "Qualifier"), null), StringComparer.Ordinal);
    }

    /// <summary>How a function's events run that nobody waits for, of each alias and version by itself.</summary>
    public ImmutableArray<EventInvocation> EventsOf(Resource function) =>
    [
        .. declared[function.LogicalId],
        .. function.TypeName == "AWS::Serverless::Function" && function.Values["EventInvokeConfig"] is MapNode
            ? [Events(function.Values.Inner("EventInvokeConfig"), FunctionExpansion.AliasOf(function.Declaration, evaluator), function)]
            : Array.Empty<EventInvocation>(),
    ];

    /// <summary>The ARN of the queue or topic for events that are given up; null for none.</summary>
    public static string? DeadLettersOf(Resource function)
    {
        var property = function.TypeName == "AWS::Serverless::Function" ? "DeadLetterQueue" : "DeadLetterConfig";
        return function.Values[property] is MapNode ? Told(function.Values.Inner(property), "TargetArn") : null;
    }

    /// <summary>Whether the function's requests are traced: <c>Active</c>.</summary>
    public static bool IsTraced(Resource function) => "Active" == (function.TypeName == "AWS::Serverless::Function"
        ? Told(function.Values, "Tracing")
        : function.Values["TracingConfig"] is MapNode ? Told(function.Values.Inner("TracingConfig"), "Mode") : null);

    /// <summary>What its log has.</summary>
    public static FunctionLogging LoggingOf(Resource function)
    {
        if (function.Values["LoggingConfig"] is not MapNode)
        {
            return FunctionLogging.Default;
        }

        var logging = function.Values.Inner("LoggingConfig");
        var isJson = OneOf(logging, "LogFormat", ["Text", "JSON"]) == "JSON";
        var application = OneOf(logging, "ApplicationLogLevel", ApplicationLevels);
        var system = OneOf(logging, "SystemLogLevel", SystemLevels);
        if (!isJson && !logging.IsUnknown("LogFormat") && (application ?? system) is not null)
        {
            var level = application is null ? "SystemLogLevel" : "ApplicationLogLevel";
            logging.Report(level, $"{level} is only supported when LogFormat is set to JSON.", "Add 'LogFormat: JSON', or remove the level.");
        }

        return new FunctionLogging(isJson, Told(logging, "LogGroup")) { ApplicationLevel = application ?? "INFO", SystemLevel = system ?? "INFO" };
    }

    private EventInvocation Events(Values config, string? qualifier, Resource? owner)
    {
        var destinations = config["DestinationConfig"] is MapNode ? config.Inner("DestinationConfig") : null;
        return new EventInvocation
        {
            Qualifier = qualifier is null or "$LATEST" ? null : qualifier,
            MaximumRetryAttempts = Number(config, "MaximumRetryAttempts", 0, 2) ?? EventInvocation.Default.MaximumRetryAttempts,
            MaximumEventAge = Number(config, "MaximumEventAgeInSeconds", 60, 21600) is { } seconds ? TimeSpan.FromSeconds(seconds) : EventInvocation.Default.MaximumEventAge,
            OnSuccess = destinations is null ? null : Destination(destinations, "OnSuccess", owner),
            OnFailure = destinations is null ? null : Destination(destinations, "OnFailure", owner),
        };
    }

    // aws-sam-translator, _validate_and_inject_resource: where none is given, a queue or topic is made.
    private string? Destination(Values destinations, string outcome, Resource? owner)
    {
        if (destinations[outcome] is not MapNode)
        {
            return null;
        }

        var destination = destinations.Inner(outcome);
        if (Told(destination, "Destination") is { Length: > 0 } given)
        {
            return given;
        }

        if (owner is null)
        {
            return null;
        }

        var (service, suffix) = Told(destination, "Type") == "SNS" ? ("sns", "Topic") : ("sqs", "Queue");
        var id = $"{GeneratedIds.Destination(owner.LogicalId, outcome)}{suffix}";
        var made = evaluator.References.Declared(id) is { } declaration ? evaluator.References.Physical(declaration)?.Name : null;
        return owner.Physical.Arn(service, made ?? id);
    }

    private static string? OneOf(Values values, string key, ImmutableArray<string> all)
    {
        var given = Told(values, key);
        if (given is not null && !all.Contains(given) && !values.IsUnknown(key))
        {
            values.Report(key, $"'{given}' is not a {key}.", $"Write one of {string.Join(", ", all)}.");
            return null;
        }

        return values.IsUnknown(key) ? null : given;
    }

    private static int? Number(Values values, string key, int least, int most) => values.IsUnknown(key) ? null : values.Integer(key, least, most);

    private static string? Told(Values values, string key) => values.Prose(key);
}
