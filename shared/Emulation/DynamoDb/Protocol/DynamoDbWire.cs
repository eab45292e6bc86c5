using System.Text.Json;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.Protocols.Json;
using Emulation.Wire;

namespace Emulation.DynamoDb.Protocol;

/// <summary>DynamoDB in AWS's JSON protocol. Amazon DynamoDB Developer Guide, "DynamoDB low-level API".</summary>
internal static class DynamoDbWire
{
    public static JsonWire<JsonDocument> Instance { get; } = new(
        new JsonDialect(DynamoDbOperations.Target, WhyUnknown)
        {
            ContentType = "application/x-amz-json-1.0",
            FrontEnd = DynamoDbException.FrontEnd,
            MissingSignature = "Request is missing Authentication Token",

            // The front end spells it so where a policy or the reading of the body refuses.
            MessageMember = static type =>
                type is $"{DynamoDbException.FrontEnd}AccessDeniedException" or $"{DynamoDbException.FrontEnd}SerializationException" ? "Message" : "message",
            HasErrorHeaders = false,
            HasChecksum = true,
            TellsPagesOnly = true,
            Exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date,x-localaws-decision,x-localaws-reason",
        },
        Read);

    /// <summary>Whether a request is for DynamoDB: by its target, whichever of its APIs that names, or by the service of its signature.</summary>
    public static bool Owns(ReceivedRequest request) =>
        request.Method == "POST" ? request.Path is "/" && (HasTarget(request.Http.Request.Headers) || request.SignedService == "dynamodb") : Instance.Owns(request);

    /// <summary>DynamoDB answers other types as what it does not know.</summary>
    /// <exception cref="DynamoDbException">It is not plain JSON.</exception>
    public static void CheckContentType(HttpRequest request)
    {
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        if (type is not ("application/x-amz-json-1.0" or "application/json") || request.Headers.ContentEncoding.Count > 0)
        {
            throw DynamoDbException.UnknownOperation($"The content type is '{request.ContentType}'. Send application/x-amz-json-1.0, without a content encoding.");
        }
    }

    private static bool HasTarget(IHeaderDictionary headers) => headers["X-Amz-Target"] is [{ } target, ..] && target.StartsWith("DynamoDB", StringComparison.Ordinal);

    private static JsonDocument Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        CheckContentType(request.Http.Request);
        return StrictJson.Parse(request.Body, members);
    }

    private static ServiceRefusal WhyUnknown(string? operation, ReceivedRequest request)
    {
        var (service, name) = operation is not null ? (DynamoDbOperations.Target, operation) : TargetOf(request.Http.Request.Headers);
        var what = service.StartsWith("DynamoDBStreams_", StringComparison.Ordinal) ? $"{name} of DynamoDB Streams: a shard iterator does not tell whose stream it reads"
            : operation is not null && DynamoDbOperations.WhyNot(operation) is { } why ? $"{operation}: {why}"
            : $"'{service}.{name}', which it does not know";
        return DynamoDbException.UnknownOperation($"LocalAws does not let through {what}.").Refusal;
    }

    /// <summary>Before the dot and behind it; nothing where there is no target, or more than one.</summary>
    private static (string Service, string Operation) TargetOf(IHeaderDictionary headers) =>
        headers["X-Amz-Target"] is [{ } target] && target.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? (target[..dot], target[(dot + 1)..]) : ("", "");
}
