using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// A permission to call a function, in the fields of Lambda's <c>AddPermission</c>: an <c>AWS::Lambda::Permission</c>, or what the transform writes for an event, an
/// authorizer, a URL or a connector.
/// </summary>
/// <param name="Function">The function, and its alias when the permission is for that.</param>
/// <param name="Principal">A service, an account, an ARN, or <c>*</c>.</param>
/// <param name="Line">The line that causes the permission.</param>
internal sealed record Grant(FunctionTarget Function, string Principal, int Line)
{
    private const int AccountDigits = 12;

    /// <summary>The statement's id; null for one that nobody can name.</summary>
    public string? Sid { get; init; }

    /// <summary>What may be done.</summary>
    public string Action { get; init; } = "lambda:InvokeFunction";

    /// <summary>What a service must act for.</summary>
    public string? SourceArn { get; init; }

    /// <summary>Whose resource a service must act for.</summary>
    public string? SourceAccount { get; init; }

    /// <summary>The organization that the caller must belong to.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The token that an Alexa skill must send.</summary>
    public string? EventSourceToken { get; init; }

    /// <summary>The authorization that the URL must have through which the call comes.</summary>
    public string? FunctionUrlAuthType { get; init; }

    /// <summary>Whether the call must come through a URL of the function.</summary>
    public bool ThroughUrlAlone { get; init; }

    /// <summary>The permission of an <c>AWS::Lambda::Permission</c>; null when it is for no function of the template, or what narrows it cannot be told.</summary>
    public static Grant? Of(Resource permission, FunctionArns functions)
    {
        var values = permission.Values;
        var grant = values.Text("FunctionName") is { } name && functions.Target(name) is { } function
            && values.Text("Principal") is { } principal && values.Text("Action") is { } action
            ? new Grant(function, principal, permission.Declaration.Line)
            {
                Sid = permission.LogicalId,
                Action = action,
                SourceArn = values.Text("SourceArn"),
                SourceAccount = values.Text("SourceAccount"),
                OrganizationId = values.Text("PrincipalOrgID"),
                EventSourceToken = values.Text("EventSourceToken"),
                FunctionUrlAuthType = values.Text("FunctionUrlAuthType"),
                ThroughUrlAlone = values.Flag("InvokedViaFunctionUrl") == true,
            }
            : null;
        // Without what closes it, it would admit more.
        return values.ClosureOf() is null ? grant : null;
    }

    /// <summary>How <c>AddPermission</c> writes it. Lambda Developer Guide, "Working with resource-based IAM policies in Lambda".</summary>
    public MapNode Statement(string functionArn)
    {
        var statement = MapNode.Of(
            Line, ("Effect", Text("Allow")), ("Principal", Who()), ("Action", Text(Action)), ("Resource", Text(functionArn)));
        if (Sid is not null)
        {
            statement = statement.With("Sid", Text(Sid));
        }

        var conditions = Conditions();
        return conditions.Entries.IsEmpty ? statement : statement.With("Condition", conditions);
    }

    private Node Who() => Principal switch
    {
        "*" => Text("*"),
        { Length: AccountDigits } account when account.All(char.IsAsciiDigit) => MapNode.Of(Line, ("AWS", Text($"arn:aws:iam::{account}:root"))),
        _ when Principal.Contains('.', StringComparison.Ordinal) && !Principal.StartsWith("arn:", StringComparison.Ordinal) => MapNode.Of(Line, ("Service", Text(Principal))),
        _ => MapNode.Of(Line, ("AWS", Text(Principal))),
    };

    private MapNode Conditions()
    {
        var equals = Given(
            ("AWS:SourceAccount", SourceAccount), ("aws:PrincipalOrgID", OrganizationId), ("lambda:EventSourceToken", EventSourceToken),
            ("lambda:FunctionUrlAuthType", FunctionUrlAuthType));
        ImmutableArray<(string, Node)> all =
        [
            ("ArnLike", Given(("AWS:SourceArn", SourceArn))),
            ("StringEquals", equals),
            ("Bool", Given(("lambda:InvokedViaFunctionUrl", ThroughUrlAlone ? "true" : null))),
        ];
        return MapNode.Of(Line, [.. all.Where(static one => one.Item2 is MapNode { Entries.IsEmpty: false })]);
    }

    private MapNode Given(params (string Key, string? Value)[] pairs) =>
        MapNode.Of(Line, [.. pairs.Where(static pair => pair.Value is not null).Select(pair => (pair.Key, (Node)Text(pair.Value!)))]);

    private ScalarNode Text(string text) => ScalarNode.Of(text, Line);
}
