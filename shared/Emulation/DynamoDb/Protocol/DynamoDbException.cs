using Emulation.Calls;

namespace Emulation.DynamoDb.Protocol;

/// <summary>A refusal in DynamoDB's form: a type, a message, and status 400 unless the fault is ours. Amazon DynamoDB Developer Guide, "Error handling with DynamoDB".</summary>
internal sealed class DynamoDbException : RefusedException
{
    /// <summary>The namespace of what the service's front end refuses, before the request's own service sees it.</summary>
    public const string FrontEnd = "com.amazon.coral.service#";
    private const string Validator = "com.amazon.coral.validate#";
    private const string Service = "com.amazonaws.dynamodb.v20120810#";

    private DynamoDbException(string type, string message, int status = 400)
        : base(new ServiceRefusal(status, type, message))
    {
    }

    public static DynamoDbException Serialization(string message) => new($"{FrontEnd}SerializationException", message);

    public static DynamoDbException UnknownOperation(string message) => new($"{FrontEnd}UnknownOperationException", message);

    public static DynamoDbException Validation(string message) => new($"{Validator}ValidationException", message);

    public static DynamoDbException ResourceNotFound(string message = "Requested resource not found") => new($"{Service}ResourceNotFoundException", message);

    public static DynamoDbException PolicyNotFound(string message) => new($"{Service}PolicyNotFoundException", message);

    public static DynamoDbException InternalServerError(string message) => new($"{Service}InternalServerError", message, 500);
}
