namespace Sam;

/// <summary>An API key. AWS CloudFormation, "AWS::ApiGateway::ApiKey".</summary>
/// <param name="LogicalId">The name in the template; SAM's own for a key that it makes.</param>
/// <param name="KeyId">API Gateway's id of it, which functions see.</param>
/// <param name="Value">What callers send. It is a secret: it belongs into no log.</param>
/// <param name="IsEnabled">Whether callers may use it.</param>
/// <param name="Line">Where it is declared.</param>
public sealed record ApiKey(string LogicalId, string KeyId, string Value, bool IsEnabled, SourceLine Line)
{
    /// <summary>The id and the place, without the value.</summary>
    public override string ToString() => $"{LogicalId} ({KeyId}) at {Line}";
}
