using System.Collections.Frozen;
using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>The functions of the stacks, by each of the names that others have for them.</summary>
/// <param name="stacks">The stacks; the first one's account and region are meant by a name that says neither.</param>
internal sealed class FunctionDirectory(params ImmutableArray<Stack> stacks)
{
    private const string UriStart = "arn:aws:apigateway:";
    private const string UriEnd = "/invocations";
    private const string UriMiddle = ":lambda:path/2015-03-31/functions/";

    private readonly FrozenDictionary<(string Stack, string Id), Function> ids = stacks
        .SelectMany(static stack => stack.Functions.Select(function => (Key: (stack.Id, function.LogicalId), Function: function)))
        .DistinctBy(static one => one.Key).ToFrozenDictionary(static one => one.Key, static one => one.Function);

    private readonly ILookup<string, Function> byLogicalId = stacks.SelectMany(static stack => stack.Functions).ToLookup(static function => function.LogicalId,
        StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Function> arns = stacks
        .SelectMany(static stack => stack.Functions).SelectMany(Spelt).DistinctBy(static function => function.Arn.ToString())
        .ToFrozenDictionary(static function => function.Arn.ToString(), StringComparer.Ordinal);

    public AccountId Account => stacks[0].AccountId;

    public string Region => stacks[0].Region;

    /// <summary>As routes and authorizers of a stack's API have it: the name in the stack's template, or the ARN of a function elsewhere.</summary>
    public Function? In(string stackId, string idOrArn) => ids.GetValueOrDefault((stackId, idOrArn)) ?? WithArn(idOrArn);

    /// <summary>As <see cref="In(string, string)"/>, as it is called by one of its aliases or versions; null when it has no such one.</summary>
    public Function? In(string stackId, string idOrArn, string? qualifier) =>
        qualifier is null ? In(stackId, idOrArn) : In(stackId, idOrArn) is { } function ? WithArn(function.ArnOf(qualifier).ToString()) : null;

    /// <summary>How routes of the first stack's account, which no template declares, have a function.</summary>
    public string ReferenceTo(Function function) => ids.GetValueOrDefault((stacks[0].Id, function.LogicalId)) == function ? function.LogicalId : function.Arn.ToString();

    /// <summary>By the name in the template, where one stack alone has it.</summary>
    public Function? WithLogicalId(string id) => byLogicalId[id].Take(2).ToArray() is [var only] ? only : null;

    /// <summary>By its name in an account and region.</summary>
    public Function? WithName(string account, string region, string name) => WithArn($"arn:aws:lambda:{region}:{account}:function:{name}");

    /// <summary>By the ARN, with or without a version or an alias that the function has.</summary>
    public Function? WithArn(string arn) => arns.GetValueOrDefault(arn);

    /// <summary>
    /// By what integrations and authorizers of API Gateway name: an ARN, or <c>arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{ARN}/invocations</c>.
    /// </summary>
    public Function? WithUri(string uri) =>
        !uri.StartsWith(UriStart, StringComparison.Ordinal) ? WithArn(uri)
        : uri[UriStart.Length..].Split(UriMiddle) is [var region, var rest] && rest.EndsWith(UriEnd, StringComparison.Ordinal)
            && WithArn(rest[..^UriEnd.Length]) is { } function && function.Arn.Region == region ? function
        : null;

    /// <summary>Why there is no such function, and which there are; null when there is.</summary>
    public string? ProblemOf(string? uri) => WithUri(uri ?? "") is null
        ? $"'{uri}' is no Lambda function of this LocalAws. "
            + $"There are: {string.Join(", ", stacks.SelectMany(static stack => stack.Functions).Select(static function => function.Arn))}."
        : null;

    private static IEnumerable<Function> Spelt(Function function) => function.Qualifiers.Select(function.At).Prepend(function);
}
