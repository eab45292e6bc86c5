using Emulation.Protocols.RestJson;

namespace Emulation.ApiGatewayV2;

/// <summary>Refusals in AWS's words. Amazon API Gateway Version 2 API Reference.</summary>
internal static class ApiRefusal
{
    public static RestRefusal BadRequest(string message) => new(400, "BadRequestException", message);

    public static RestRefusal Conflict(string message) => new(409, "ConflictException", message);

    /// <summary>Of an API or a part of it: <c>Invalid Route identifier specified abc1234</c>.</summary>
    public static RestRefusal NotFound(string kind, string id) => new(404, "NotFoundException", $"Invalid {kind} identifier specified {id}");
}

/// <summary>What a call makes of an API: the API as it is from now on, null when nothing changes, and the answer.</summary>
internal readonly record struct ApiChange(StoredApi? Api, RestAnswer Answer)
{
    public static implicit operator ApiChange(RestRefusal refusal) => new(null, refusal);
}
