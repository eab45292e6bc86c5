using Emulation.DynamoDb.Calls;
using Emulation.Wire;

namespace Emulation.DynamoDb.Protocol;

/// <summary>What a request asks for, by its <c>X-Amz-Target</c>: <c>DynamoDB_20120810.GetItem</c>.</summary>
/// <param name="Service">Before the dot.</param>
/// <param name="Operation">Behind it.</param>
internal readonly record struct DynamoDbTarget(string Service, string Operation)
{
    /// <summary>Whether a request is for DynamoDB: by its target, or by the service of its signature.</summary>
    public static bool Owns(ReceivedRequest request) => request.Method == "POST" && request.Path is "/" && (IsIn(request.Http.Request.Headers) || request.SignedService == "dynamodb");

    /// <summary>Whether the headers name a target of DynamoDB's.</summary>
    public static bool IsIn(IHeaderDictionary headers) => headers["X-Amz-Target"] is [{ } target, ..] && target.StartsWith("DynamoDB", StringComparison.Ordinal);

    /// <summary>Empty when there is no target, or more than one: two readers might each take another.</summary>
    public static DynamoDbTarget Read(IHeaderDictionary headers) =>
        headers["X-Amz-Target"] is [{ } target] && target.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? new(target[..dot], target[(dot + 1)..]) : new("", "");

    /// <exception cref="DynamoDbException">It is not one that LocalAws lets through.</exception>
    public Operation Find() =>
        Service == Operations.Target && Operations.All.TryGetValue(Operation, out var operation) ? operation
        : Service.StartsWith("DynamoDBStreams_", StringComparison.Ordinal) ? throw Unknown($"{Operation} of DynamoDB Streams: a shard iterator does not tell whose stream it reads")
        : throw Unknown(Service == Operations.Target && Operations.WhyNot(Operation) is { } why ? $"{Operation}: {why}" : $"'{Service}.{Operation}', which it does not know");

    /// <summary>DynamoDB answers others as what it does not know.</summary>
    public static void CheckContentType(HttpRequest request)
    {
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        if (type is not ("application/x-amz-json-1.0" or "application/json") || request.Headers.ContentEncoding.Count > 0)
        {
            throw DynamoDbException.UnknownOperation($"The content type is '{request.ContentType}'. Send application/x-amz-json-1.0, without a content encoding.");
        }
    }

    private static DynamoDbException Unknown(string what) => DynamoDbException.UnknownOperation($"LocalAws does not let through {what}.");
}
