using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Protocols.RestJson;
using Sam;

namespace Emulation.Lambda;

/// <summary>What CreateFunctionUrlConfig and UpdateFunctionUrlConfig get, and how it is kept. AWS Lambda API Reference, FunctionUrlConfig.</summary>
internal sealed record FunctionUrlInput
{
    public string? AuthType { get; init; }

    public CorsInput? Cors { get; init; }

    public string? InvokeMode { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>What a URL is like.</summary>
    public static FunctionUrlInput Of(FunctionUrl url) => new()
    {
        AuthType = url.IsSigned ? "AWS_IAM" : "NONE",
        InvokeMode = url.IsStreamed ? "RESPONSE_STREAM" : "BUFFERED",
        Cors = url.Cors is { } cors
            ? new CorsInput(
                cors.AllowCredentials ? true : null, Said(cors.AllowHeaders), Said(cors.AllowMethods), Said(cors.AllowOrigins), Said(cors.ExposeHeaders), cors.MaxAgeSeconds)
            : null,
    };

    private static ImmutableArray<string>? Said(ImmutableArray<string> texts) => texts.IsDefaultOrEmpty ? null : texts;

    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    public static RestRefusal? Read(byte[] body, out FunctionUrlInput input)
    {
        input = new FunctionUrlInput();
        try
        {
            input = JsonSerializer.Deserialize(body.Length == 0 ? "{}"u8 : body, FunctionUrlJson.Default.FunctionUrlInput) ?? input;
        }
        catch (JsonException e)
        {
            return LambdaRefusal.Of(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Path}");
        }

        return input.Others is { Count: > 0 } others
                ? LambdaRefusal.Invalid($"LocalAws does not honour {string.Join(", ", others.Keys)}, and refuses rather than ignores it. Leave it out.")
            : input.AuthType is not (null or "NONE" or "AWS_IAM") ? LambdaRefusal.NotOf("authType", input.AuthType, "NONE, AWS_IAM")
            : input.InvokeMode is not (null or "BUFFERED" or "RESPONSE_STREAM") ? LambdaRefusal.NotOf("invokeMode", input.InvokeMode, "RESPONSE_STREAM, BUFFERED")
            : null;
    }

    /// <summary>A URL with what is said here, and the rest as it was.</summary>
    public FunctionUrl Change(FunctionUrl url) => url with
    {
        IsSigned = AuthType is null ? url.IsSigned : AuthType == "AWS_IAM",
        IsStreamed = InvokeMode is null ? url.IsStreamed : InvokeMode == "RESPONSE_STREAM",
        Cors = Cors is null ? url.Cors : Cors.Configuration,
    };
}

/// <summary><c>Cors</c>.</summary>
internal sealed record CorsInput(
    bool? AllowCredentials,
    IReadOnlyList<string>? AllowHeaders,
    IReadOnlyList<string>? AllowMethods,
    IReadOnlyList<string>? AllowOrigins,
    IReadOnlyList<string>? ExposeHeaders,
    int? MaxAge)
{
    /// <summary>Null when nothing is said: an empty one is none.</summary>
    [JsonIgnore]
    public CorsConfiguration? Configuration => (AllowCredentials, AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders, MaxAge) == default ? null : new()
    {
        AllowCredentials = AllowCredentials == true,
        AllowHeaders = [.. AllowHeaders ?? []],
        AllowMethods = [.. AllowMethods ?? []],
        AllowOrigins = [.. AllowOrigins ?? []],
        ExposeHeaders = [.. ExposeHeaders ?? []],
        MaxAgeSeconds = MaxAge,
    };
}

/// <summary>What the operations on a function's URL answer.</summary>
internal sealed record FunctionUrlAnswer(
    string FunctionUrl, string FunctionArn, string AuthType, CorsInput? Cors, string CreationTime, string? LastModifiedTime, string? InvokeMode);

/// <summary>What ListFunctionUrlConfigs answers.</summary>
internal sealed record FunctionUrlsAnswer(IReadOnlyList<FunctionUrlAnswer> FunctionUrlConfigs);

[JsonSerializable(typeof(FunctionUrlInput))]
[JsonSerializable(typeof(FunctionUrlAnswer))]
[JsonSerializable(typeof(FunctionUrlsAnswer))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class FunctionUrlJson : JsonSerializerContext;
