using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.Protocols.RestJson;

namespace Emulation.ApiGatewayV2;

/// <summary>What a call answers: a resource, nothing, or a refusal in AWS's words.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Body">JSON, or empty.</param>
/// <param name="ErrorType">Value of <c>x-amzn-ErrorType</c>; null when it is no refusal.</param>
/// <param name="Message">The refusal's message; null when it is none.</param>
/// <remarks>Amazon API Gateway Version 2 API Reference.</remarks>
internal sealed record ManagementAnswer(int StatusCode, byte[] Body, string? ErrorType = null, string? Message = null)
{
    public static ManagementAnswer NoContent { get; } = new(204, []);

    public static ManagementAnswer Ok<T>(T value, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ManagementAnswer Created<T>(T value, JsonTypeInfo<T> type) => new(201, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ManagementAnswer BadRequest(string message) => Refusal(400, "BadRequestException", message);

    public static ManagementAnswer Conflict(string message) => Refusal(409, "ConflictException", message);

    public static ManagementAnswer NotFound(string message) => Refusal(404, "NotFoundException", message);

    /// <summary>Of a part of an API: <c>Invalid Route identifier specified abc1234</c>.</summary>
    public static ManagementAnswer NotFound(string kind, string id) => NotFound($"Invalid {kind} identifier specified {id}");

    public static ManagementAnswer Refusal(int statusCode, string type, string message) => new(statusCode, [], type, message);

    /// <summary>As the protocol has it.</summary>
    public static implicit operator RestAnswer(ManagementAnswer answer) =>
        answer.ErrorType is { } type ? new RestRefusal(answer.StatusCode, type, answer.Message!) : new RestAnswer(answer.StatusCode, answer.Body);
}

/// <summary>What a call makes of an API: the API as it is from now on, null when nothing changes, and the answer.</summary>
internal readonly record struct ApiChange(StoredApi? Api, ManagementAnswer Answer)
{
    public static implicit operator ApiChange(ManagementAnswer refusal) => new(null, refusal);
}
