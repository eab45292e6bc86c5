namespace Emulation.DynamoDb.Protocol;

/// <summary>A refusal in DynamoDB's form: a type, a message, and status 400 unless the fault is ours. Amazon DynamoDB Developer Guide, "Error handling with DynamoDB".</summary>
/// <param name="type">The whole <c>__type</c>.</param>
/// <param name="message">The message.</param>
internal class DynamoDbException(string type, string message) : Exception(message)
{
    /// <summary>What the service's front end refuses, before the request's own service sees it.</summary>
    public const string FrontEnd = "com.amazon.coral.service#";
    private const string Validator = "com.amazon.coral.validate#";
    private const string Service = "com.amazonaws.dynamodb.v20120810#";

    /// <summary>Such as <c>com.amazon.coral.service#AccessDeniedException</c>.</summary>
    public string Type { get; } = type;

    /// <summary>The type without its namespace.</summary>
    public string ShortType => Type[(Type.IndexOf('#', StringComparison.Ordinal) + 1)..];

    public int Status => ShortType == "InternalServerError" ? 500 : 400;

    /// <summary>The front end spells <c>Message</c> where a policy or the reading of the body refuses, and <c>message</c> elsewhere.</summary>
    public bool IsCapital => ShortType is "AccessDeniedException" or "SerializationException";

    public static DynamoDbException AccessDenied(string message) => new($"{FrontEnd}AccessDeniedException", message);

    public static DynamoDbException Serialization(string message) => new($"{FrontEnd}SerializationException", message);

    public static DynamoDbException UnknownOperation(string message) => new($"{FrontEnd}UnknownOperationException", message);

    public static DynamoDbException Validation(string message) => new($"{Validator}ValidationException", message);

    public static DynamoDbException ResourceNotFound(string message = "Requested resource not found") => new($"{Service}ResourceNotFoundException", message);

    public static DynamoDbException PolicyNotFound(string message) => new($"{Service}PolicyNotFoundException", message);

    public static DynamoDbException InternalServerError(string message) => new($"{Service}InternalServerError", message);
}
