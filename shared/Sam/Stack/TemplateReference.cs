namespace Sam;

/// <summary>What a reference in a template stands for here: the other way round, how the template says a value that exists on this machine only.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="Attribute">The attribute of <c>Fn::GetAtt</c>; null for <c>Ref</c>.</param>
/// <param name="Value">What it evaluates to here.</param>
/// <param name="TypeName">The resource's type, such as <c>AWS::IAM::Role</c>.</param>
/// <param name="IsNamed">Whether the template gives the resource its name; else LocalAws has made one up, as CloudFormation does.</param>
/// <param name="Line">Where the resource is declared.</param>
public sealed record TemplateReference(string LogicalId, string? Attribute, string Value, string TypeName, bool IsNamed, SourceLine Line)
{
    /// <summary>As <c>Fn::Sub</c> has it: <c>${Orders.Arn}</c>.</summary>
    public string Variable => Attribute is null ? $"${{{LogicalId}}}" : $"${{{LogicalId}.{Attribute}}}";
}
