using Iam;

namespace Sam;

/// <summary>A DynamoDB table.</summary>
/// <param name="LogicalId">The name in the template.</param>
/// <param name="TableName"><c>TableName</c>, or the name CloudFormation would generate.</param>
/// <param name="Arn">The table's ARN.</param>
/// <param name="Line">Where the table is declared.</param>
public sealed record Table(string LogicalId, string TableName, Arn Arn, SourceLine Line);
