using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A Lambda function.</summary>
public sealed record Function
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary><c>FunctionName</c>, or the name CloudFormation would generate: <c>{stack}-{logical id}-{12 characters}</c>.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The function's ARN.</summary>
    public required Arn Arn { get; init; }

    /// <summary>The execution role's ARN: one of <see cref="Stack.Roles"/>, or one that closes the function since nobody can say what it may do.</summary>
    public required Arn RoleArn { get; init; }

    /// <summary>
    /// The absolute path of the folder or archive that holds the code; empty where it is not on this machine, which closes the function, and where
    /// <see cref="InlineCode"/> has it.
    /// </summary>
    public required string CodeUri { get; init; }

    /// <summary>The code, where the template itself holds it: Lambda's file <c>index</c>. Null elsewhere.</summary>
    public string? InlineCode { get; init; }

    /// <summary>The ARNs of its layers, the first below all others: those of <see cref="Stack.Layers"/>, and others.</summary>
    public ImmutableArray<string> Layers { get; init; } = [];

    /// <summary>The handler as the runtime reads it; for .NET executables the assembly's name.</summary>
    public required string Handler { get; init; }

    /// <summary>The runtime's identifier, such as <c>dotnet10</c> or <c>provided.al2023</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The longest that one invocation may run: 3 seconds unless the template says otherwise.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The memory limit in MB: 128 unless the template says otherwise.</summary>
    public required int MemorySizeMb { get; init; }

    /// <summary>The environment variables of the template; what Lambda itself sets is not among them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The instruction sets: <c>x86_64</c> unless the template says otherwise.</summary>
    public ImmutableArray<string> Architectures { get; init; } = ["x86_64"];

    /// <summary>The most environments that may run at once, when the template limits it.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>
    /// The function's own resource policy: the <c>AWS::Lambda::Permission</c> resources that name it and the permissions
    /// that the SAM transform writes for its events. Null when nobody was given a permission.
    /// </summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>The policies of the function's aliases and versions, by name or number: a permission on one of them is for calls that name it.</summary>
    public ImmutableSortedDictionary<string, Policy> QualifierPolicies { get; init; } = ImmutableSortedDictionary<string, Policy>.Empty;

    /// <summary>Permissions to call the function that cannot be told here; none of them is in its policies.</summary>
    public ImmutableArray<ClosedPermission> ClosedPermissions { get; init; } = [];

    /// <summary>The names of the function's aliases, and the numbers of its versions.</summary>
    public ImmutableArray<string> Qualifiers { get; init; } = [];

    /// <summary>The tags: those of the template, and <c>lambda:createdBy</c> where the SAM transform writes the function.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How its events run that nobody waits for, where the template says so: of the function, and of its aliases and versions.</summary>
    public ImmutableArray<EventInvocation> Events { get; init; } = [];

    /// <summary>The ARN of the queue or topic for events that are given up, <c>DeadLetterQueue</c>; null for none.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>What its log has.</summary>
    public FunctionLogging Logging { get; init; } = FunctionLogging.Default;

    /// <summary>Whether its requests are traced: <c>Tracing: Active</c>.</summary>
    public bool IsTraced { get; init; }

    /// <summary>How <c>sam build</c> builds it; null where its <c>Metadata</c> say nothing of that.</summary>
    public FunctionBuildMethod? Build { get; init; }

    /// <summary>Why it cannot be run here; null when it can. Who may call it is decided all the same.</summary>
    public Closure? Closed { get; init; }

    /// <summary>Where the function is declared.</summary>
    public required SourceLine Line { get; init; }

    /// <summary>The policy for calls to an alias or a version; to the function itself with null. Null when nobody was given a permission.</summary>
    public Policy? PolicyOf(string? qualifier) => qualifier is null ? ResourcePolicy : QualifierPolicies.GetValueOrDefault(qualifier);

    /// <summary>How the events of an alias or a version run that nobody waits for; of the function itself with null.</summary>
    public EventInvocation EventsOf(string? qualifier) => Events.FirstOrDefault(events => events.Qualifier == qualifier) ?? EventInvocation.Default;

    /// <summary>The ARN of an alias or a version; of the function itself with null.</summary>
    public Arn ArnOf(string? qualifier) => qualifier is null ? Arn : Arn with { Resource = $"{Arn.Resource}:{qualifier}" };

    /// <summary>The function as it is called by an alias or a version: under that ARN, and with that policy. Itself with null.</summary>
    public Function At(string? qualifier) => qualifier is null ? this : this with { Arn = ArnOf(qualifier), ResourcePolicy = PolicyOf(qualifier) };
}
