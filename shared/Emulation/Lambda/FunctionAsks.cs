using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Protocols.RestJson;
using Iam;

namespace Emulation.Lambda;

/// <summary>
/// What a call of Lambda that names a function asks: on the function, version or alias that is named, whether it is there or not; only who may learns that it is not.
/// </summary>
internal sealed class FunctionAsks(FunctionDirectory directory, FunctionPolicies policies)
{
    /// <summary>The function that a call names by name; null when path and query name two different ones.</summary>
    public FunctionReference? Find(ServiceCall<RestRequest> call) => FunctionReference.Read(
        directory, AccountOf(call), call.Parameters["FunctionName"]!, call.Parameters["Qualifier"]);

    /// <summary>Likewise by a whole ARN.</summary>
    public FunctionReference? FindByArn(ServiceCall<RestRequest> call) =>
        call.Parameters["ResourceArn"] is { } arn && arn.StartsWith("arn:", StringComparison.Ordinal) ? FunctionReference.Read(directory, AccountOf(call), arn, null) : null;

    /// <summary>Whose functions a name alone means: the caller's account's.</summary>
    private string AccountOf(ServiceCall<RestRequest> call) => (call.Signer.Principal.Account ?? directory.Account).ToString();

    /// <summary>Asks for one action.</summary>
    public Intent<RestAnswer> On(ServiceCall<RestRequest> call, string action, IEnumerable<ConditionKey> keys, Func<FunctionReference, ValueTask<RestAnswer>> performAsync) =>
        Find(call) is { } target ? On(target, [new NeededPermission(action, [.. keys])], performAsync)
        : LambdaRefusal.Invalid("The derived qualifier from the function name does not match the specified qualifier.");

    /// <summary>Asks for several, each with its keys: the first that is refused refuses the call.</summary>
    public Intent<RestAnswer> On(FunctionReference target, IEnumerable<NeededPermission> needs, Func<FunctionReference, ValueTask<RestAnswer>> performAsync)
    {
        if (target.Qualifier is { } qualifier && !FunctionReference.QualifierFormat.IsMatch(qualifier))
        {
            return LambdaRefusal.Of(
                400,
                "ValidationException",
                $"1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: "
                    + $"Member must satisfy regular expression pattern: ({FunctionReference.QualifierFormat.ToString()[2..^2]})");
        }

        var tags = ConditionKey.OfResource(target.Function?.Tags ?? ImmutableDictionary<string, string>.Empty).ToList();
        var owner = Arn.TryParse(target.Arn, out var arn) && AccountId.TryParse(arn.Account, out var account) ? account : directory.Account;
        var policy = target.Function is { } known ? policies.Of(known) : null;
        return Intent<RestAnswer>.Of(
            needs.Select(needed => new Ask(needed.Action, target.QualifiedArn) { Owner = owner, ResourcePolicy = policy, Keys = [.. tags, .. needed.Keys] }),
            () => target.Function is null ? ValueTask.FromResult(RestAnswer.Refused(LambdaRefusal.NotFound($"Function not found: {target.Arn}"))) : performAsync(target));
    }
}
