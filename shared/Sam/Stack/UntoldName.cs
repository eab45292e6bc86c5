namespace Sam;

/// <summary>A resource whose name, or path, cannot be told here, as of a parameter without a value. Its name in the stack is a stand-in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="LogicalId">The resource.</param>
/// <param name="Property">The property that names it.</param>
/// <param name="At">Where that stands.</param>
/// <param name="Message">Why it cannot be told, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record UntoldName(NamedKind Kind, string LogicalId, string Property, SourceLine At, string Message, string Remedy);

/// <summary>What a policy can mean by its name.</summary>
public enum NamedKind
{
    /// <summary>A role, and its sessions.</summary>
    Role,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group, whose users have what is attached to it.</summary>
    Group,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A table, and its indexes.</summary>
    Table,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A topic.</summary>
    Topic,

    /// <summary>A bucket, and its objects.</summary>
    Bucket,

    /// <summary>A secret.</summary>
    Secret,

    /// <summary>A parameter of Systems Manager.</summary>
    Parameter,

    /// <summary>An event bus.</summary>
    EventBus,

    /// <summary>A data stream.</summary>
    Stream,

    /// <summary>A log group, and its streams.</summary>
    LogGroup,
}
