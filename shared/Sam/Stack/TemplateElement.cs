namespace Sam;

/// <summary>A resource of a template, or what is closed of one, and what LocalAws does with it.</summary>
/// <param name="Word">What LocalAws does with it.</param>
/// <param name="Type">The resource's type, such as <c>AWS::IAM::Role</c>.</param>
/// <param name="LogicalId">The resource.</param>
/// <param name="At">Where it is declared.</param>
/// <param name="Closure">Why it is closed; null when it is not.</param>
public sealed record TemplateElement(ElementWord Word, string Type, string LogicalId, SourceLine At, Closure? Closure);
