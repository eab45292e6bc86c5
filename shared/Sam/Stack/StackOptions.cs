namespace Sam;

/// <summary>Where and under which name a template is taken to be deployed.</summary>
/// <param name="AccountId">The AWS account, twelve digits.</param>
/// <param name="Region">The AWS region, such as <c>us-east-1</c>.</param>
/// <param name="StackName">The CloudFormation stack's name. Generated physical names start with it.</param>
/// <param name="Parameters">Values of the template's parameters; a parameter without one takes its default.</param>
/// <param name="Imports">What other stacks export, by the export's name: the values of <c>Fn::ImportValue</c>.</param>
/// <param name="SsmParameters">What Systems Manager's Parameter Store holds, by the parameter's name.</param>
public sealed record StackOptions(
    string AccountId = "111122223333",
    string Region = "us-east-1",
    string StackName = "microservices",
    IReadOnlyDictionary<string, string>? Parameters = null,
    IReadOnlyDictionary<string, string>? Imports = null,
    IReadOnlyDictionary<string, string>? SsmParameters = null);
