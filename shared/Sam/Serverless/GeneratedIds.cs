namespace Sam.Serverless;

/// <summary>The logical ids that the transform gives to what it generates. "AWS SAM generated resources".</summary>
internal static class GeneratedIds
{
    /// <summary>The role that CodeDeploy shifts traffic with, one for all functions.</summary>
    public const string CodeDeployRole = "CodeDeployServiceRole";

    /// <summary>The execution role of a function or a state machine, and the role with which an event starts one.</summary>
    public static string Role(string owner) => $"{owner}Role";

    public static string Alias(string function, string alias) =>
        $"{function}Alias{alias.Replace("-", "D", StringComparison.Ordinal).Replace("_", "U", StringComparison.Ordinal)}";

    // The transform ends it in a hash of the code, which nobody can write down: SAM refers to it as Function.Version.
    public static string Version(string function) => $"{function}Version";

    public static string Url(string function) => $"{function}Url";

    public static string UrlPermission(string function) => $"{function}UrlPublicPermissions";

    public static string UrlInvokePermission(string function) => $"{function}URLInvokeAllowPublicAccess";

    /// <summary>What belongs to one event of a function or a state machine.</summary>
    public static string Event(string owner, string name) => owner + name;

    /// <summary>The queue that an event makes where it names none.</summary>
    public static string Queue(string @event) => $"{@event}Queue";

    /// <summary>The policy with which an event lets its source send to a queue.</summary>
    public static string QueuePolicy(string @event) => $"{@event}QueuePolicy";

    public static string EventPermission(string function, string name) => $"{function}{name}Permission";

    /// <summary>What belongs to <c>OnSuccess</c> or <c>OnFailure</c> of a function's <c>EventInvokeConfig</c>.</summary>
    public static string Destination(string function, string outcome) => $"{function}EventInvokeConfig{outcome}";
}
