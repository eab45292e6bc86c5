namespace Sam;

/// <summary>A managed policy that the template declares: what a session policy may name by ARN.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Json">Its document.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record ManagedPolicy(string LogicalId, string Arn, string Json, SourceLine Line);
