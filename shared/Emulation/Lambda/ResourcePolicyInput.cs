using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Protocols.RestJson;

namespace Emulation.Lambda;

/// <summary>What PutResourcePolicy gets besides the function's ARN.</summary>
internal sealed record ResourcePolicyInput
{
    public string? Policy { get; init; }

    public string? RevisionId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    public static RestRefusal? Read(byte[] body, out ResourcePolicyInput input)
    {
        input = new ResourcePolicyInput();
        try
        {
            input = JsonSerializer.Deserialize(body.Length == 0 ? "{}"u8 : body, ResourcePolicyJson.Default.ResourcePolicyInput) ?? input;
        }
        catch (JsonException e)
        {
            return LambdaRefusal.Of(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Path}");
        }

        return input.Others is { Count: > 0 } others
            ? LambdaRefusal.Invalid($"LocalAws does not honour {string.Join(", ", others.Keys)}, and refuses rather than ignores it. Leave it out.")
            : null;
    }
}

[JsonSerializable(typeof(ResourcePolicyInput))]
internal sealed partial class ResourcePolicyJson : JsonSerializerContext;
