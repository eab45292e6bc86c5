using System.Collections.Frozen;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>The functions of a stack, by each of the names that others have for them.</summary>
internal sealed class FunctionDirectory(Stack stack)
{
    private const string UriEnd = "/invocations";
    private readonly string uriStart = $"arn:aws:apigateway:{stack.Region}:lambda:path/2015-03-31/functions/";
    private readonly FrozenDictionary<string, Function> ids = By(stack, static function => function.LogicalId);
    private readonly FrozenDictionary<string, Function> names = By(stack, static function => function.FunctionName);
    private readonly FrozenDictionary<string, Function> arns =
        stack.Functions.SelectMany(Spelt).DistinctBy(static one => one.Arn).ToFrozenDictionary(static one => one.Arn.ToString(), StringComparer.Ordinal);

    public AccountId Account => stack.AccountId;

    public string Region => stack.Region;

    /// <summary>By the name in the template, as routes and authorizers have it.</summary>
    public Function? WithLogicalId(string id) => ids.GetValueOrDefault(id);

    /// <summary>As <see cref="WithLogicalId(string)"/>, as it is called by one of its aliases or versions; null when it has no such one.</summary>
    public Function? WithLogicalId(string id, string? qualifier) =>
        qualifier is null ? WithLogicalId(id) : WithLogicalId(id) is { } function ? WithArn(function.ArnOf(qualifier).ToString()) : null;

    public Function? WithName(string name) => names.GetValueOrDefault(name);

    /// <summary>By the ARN, with or without a version or an alias that the function has.</summary>
    public Function? WithArn(string arn) => arns.GetValueOrDefault(arn);

    /// <summary>
    /// By what integrations and authorizers of API Gateway name: an ARN, or <c>arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{ARN}/invocations</c>.
    /// </summary>
    public Function? WithUri(string uri) => WithArn(
        uri.StartsWith(uriStart, StringComparison.Ordinal) && uri.EndsWith(UriEnd, StringComparison.Ordinal) && uri.Length > uriStart.Length + UriEnd.Length
            ? uri[uriStart.Length..^UriEnd.Length]
            : uri);

    /// <summary>Why there is no such function, and which there are; null when there is.</summary>
    public string? ProblemOf(string? uri) => WithUri(uri ?? "") is null
        ? $"'{uri}' is no Lambda function of this LocalAws. There are: {string.Join(", ", stack.Functions.Select(static function => function.Arn))}."
        : null;

    private static IEnumerable<Function> Spelt(Function function) => function.Qualifiers.Select(function.At).Prepend(function);

    private static FrozenDictionary<string, Function> By(Stack stack, Func<Function, string> name) =>
        stack.Functions.DistinctBy(name).ToFrozenDictionary(name, StringComparer.Ordinal);
}
