namespace Sam;

/// <summary>A layer of functions that the template declares. Lambda Developer Guide, "Managing Lambda dependencies with layers".</summary>
public sealed record Layer
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The ARN of its version, by which functions name it.</summary>
    public required string Arn { get; init; }

    /// <summary>The absolute path of the folder or archive that holds its content; empty where it is not on this machine.</summary>
    public required string Content { get; init; }

    /// <summary>How <c>sam build</c> builds it; null where its <c>Metadata</c> say nothing of that.</summary>
    public FunctionBuildMethod? Build { get; init; }

    /// <summary>Where it is declared.</summary>
    public required SourceLine Line { get; init; }
}
