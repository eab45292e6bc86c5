using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Protocols.RestJson;
using Sam;

namespace Emulation.Lambda;

/// <summary>The operations on functions' URLs (captured: lambda/urls_control of radkawar/stackd). AWS Lambda API Reference.</summary>
/// <param name="asks">What calls ask.</param>
/// <param name="urls">The URLs.</param>
/// <param name="addressOf">The address of a URL here, by its id: AWS's own would lead a client to AWS.</param>
/// <param name="time">The clock.</param>
internal sealed partial class FunctionUrlService(FunctionAsks asks, FunctionUrlStore urls, Func<string, string> addressOf, TimeProvider time)
{
    public const string Prefix = "/2021-10-31/functions/";

    private const string Url = $"{Prefix}{{FunctionName}}/url";

    public static ImmutableArray<RestRoute> Routes { get; } =
    [
        new("CreateFunctionUrlConfig", "POST", Url),
        new("GetFunctionUrlConfig", "GET", Url),
        new("UpdateFunctionUrlConfig", "PUT", Url),
        new("DeleteFunctionUrlConfig", "DELETE", Url),
        new("ListFunctionUrlConfigs", "GET", $"{Url}s"),
    ];

    public ImmutableArray<ServiceOperation<RestRequest, RestAnswer>> Operations =>
    [
        new("CreateFunctionUrlConfig", "FunctionName Qualifier", Create),
        new("GetFunctionUrlConfig", "FunctionName Qualifier", call => On(call, LambdaOperation.GetUrl, KindOf(call), target => Shown(target, urls.Of(target.Function!)))),
        new("UpdateFunctionUrlConfig", "FunctionName Qualifier", Update),
        new("DeleteFunctionUrlConfig", "FunctionName Qualifier", call =>
            On(call, LambdaOperation.DeleteUrl, KindOf(call), target => urls.Delete(target.Function!) ? RestAnswer.NoContent : PermissionOperations.NoPolicy)),
        new("ListFunctionUrlConfigs", "FunctionName", call => asks.On(call, LambdaOperation.ListUrls, [], target => ValueTask.FromResult(List(target)))),
    ];

    private Intent<RestAnswer> Create(ServiceCall<RestRequest> call) => FunctionUrlInput.Read(call.Parameters.Body, out var input) is { } refusal ? refusal
        : input.AuthType is null
            ? LambdaRefusal.Of(400, "ValidationException", "1 validation error detected: Value null at 'authType' failed to satisfy constraint: Member must not be null")
        : On(call, LambdaOperation.CreateUrl, input.AuthType, target => urls.Create(target.Function!, target.Qualifier, input, time.GetUtcNow()) is { } made
            ? RestAnswer.Created(Answer(target.Function!, made) with { LastModifiedTime = null, InvokeMode = input.InvokeMode }, FunctionUrlJson.Default.FunctionUrlAnswer)
            : LambdaRefusal.Of(
                409,
                "ResourceConflictException",
                $"Failed to create function url config for [functionArn = {target.QualifiedArn}]. Error message:  FunctionUrlConfig exists for this Lambda function"));

    private Intent<RestAnswer> Update(ServiceCall<RestRequest> call) => FunctionUrlInput.Read(call.Parameters.Body, out var input) is { } refusal ? refusal
        : On(call, LambdaOperation.UpdateUrl, input.AuthType ?? KindOf(call), target => Shown(target, urls.Update(target.Function!, input, time.GetUtcNow())));

    private RestAnswer List(FunctionReference target) => RestAnswer.Ok(
        new FunctionUrlsAnswer([.. urls.AllOf(target.Function!).Select(one => Answer(one.Function, one.Url))]), FunctionUrlJson.Default.FunctionUrlsAnswer);

    /// <summary>How callers of the URL sign; null when there is none.</summary>
    private string? KindOf(ServiceCall<RestRequest> call) =>
        asks.Find(call)?.Function is { } function && urls.Of(function) is { } kept ? FunctionUrlInput.Of(kept.Url).AuthType : null;

    private Intent<RestAnswer> On(ServiceCall<RestRequest> call, string action, string? kind, Func<FunctionReference, RestAnswer> perform)
    {
        if (asks.Find(call)?.Qualifier is { } qualifier && !AliasFormat().IsMatch(qualifier))
        {
            return LambdaRefusal.Of(
                400,
                "ValidationException",
                $"1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: "
                    + @"Member must satisfy regular expression pattern: ((?!^\d+$)^[0-9a-zA-Z-_]+$)");
        }

        IEnumerable<ConditionKey> keys = [.. ConditionKey.IfAny(PermissionInput.AuthTypeKey, kind), .. ConditionKey.IfAny("lambda:FunctionArn", asks.Find(call)?.QualifiedArn)];
        return asks.On(call, action, keys, target => ValueTask.FromResult(target.IsOfNoVersion ? LambdaRefusal.NoVersion(target) : perform(target)));
    }

    private RestAnswer Shown(FunctionReference target, KeptUrl? kept) =>
        kept is null ? PermissionOperations.NoPolicy : RestAnswer.Ok(Answer(target.Function!, kept), FunctionUrlJson.Default.FunctionUrlAnswer);

    private FunctionUrlAnswer Answer(Function function, KeptUrl kept)
    {
        var config = FunctionUrlInput.Of(kept.Url);
        return new FunctionUrlAnswer(
            addressOf(kept.Url.UrlId), function.Arn.ToString(), config.AuthType!, config.Cors, TimeOf(kept.Created), TimeOf(kept.Modified), config.InvokeMode);
    }

    private static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?!^\d+$)^[0-9a-zA-Z-_]+$")]
    private static partial Regex AliasFormat();
}
