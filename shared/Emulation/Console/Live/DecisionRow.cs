using System.Text.Json.Serialization;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.Console.Live;

/// <summary>A decision as a line of the list.</summary>
/// <param name="Id">By which it is opened.</param>
/// <param name="At">When, in milliseconds since 1970: the browser knows the person's clock.</param>
/// <param name="Outcome">What became of it, in a word or two.</param>
/// <param name="Status">The HTTP status of a refusal.</param>
/// <param name="Method">HTTP method, or the service's action.</param>
/// <param name="Path">The path, or the resource.</param>
/// <param name="Target">The API, or the service.</param>
/// <param name="Caller">Who called, with the session's name.</param>
/// <param name="Principal">Who called, without it.</param>
/// <param name="Reason">Why.</param>
internal sealed record DecisionRow(
    string Id, long At, string Outcome, int? Status, string Method, string Path, string Target, string Caller, string Principal, string Reason)
{
    public static DecisionRow Of(DecisionEntry entry, PrincipalNames names)
    {
        var caller = names.CallerOf(entry.Principal ?? "anonymous");
        var session = entry.Principal?.Contains(":assumed-role/", StringComparison.Ordinal) == true ? caller.LastIndexOf('/') : -1;
        return new DecisionRow(
            entry.Id, entry.At.ToUnixTimeMilliseconds(), entry.Outcome, entry.Refused, entry.Method, entry.Path, entry.Target, caller,
            session > 0 && !caller.StartsWith("arn:", StringComparison.Ordinal) ? caller[..session] : caller, entry.Underived ?? entry.Reason);
    }

    /// <summary>Whether people want to read it: not what an operation itself said no to, nor a browser that looks for a picture.</summary>
    public static bool IsShown(DecisionEntry entry) => entry.IsNews || entry.Refused is null;
}

[JsonSerializable(typeof(IReadOnlyList<DecisionRow>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DecisionRowJson : JsonSerializerContext;
