namespace Sam.Templates;

/// <summary>A parameter of type <c>AWS::SSM::Parameter::Value&lt;...&gt;</c>: its value is in Systems Manager's Parameter Store.</summary>
/// <param name="Name">The name there.</param>
/// <param name="IsList">Whether the value is a list, written with commas.</param>
internal sealed record StoredParameter(string Name, bool IsList);
