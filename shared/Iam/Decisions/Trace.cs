using System.Collections.Immutable;
using Iam.Conditions;

namespace Iam.Decisions;

/// <summary>The observer that writes down what the walk saw.</summary>
internal sealed class Trace(AccessRequest request) : IWalkObserver
{
    private readonly ImmutableArray<StatementPart>.Builder parts = ImmutableArray.CreateBuilder<StatementPart>();

    public static bool SeesEvery => true;

    public void Visit(DecidingPolicy part, Policy policy, Statement statement, Mismatch mismatch, Condition? condition) =>
        parts.Add(new StatementPart(part, policy, statement, mismatch == Mismatch.None, Why(statement, mismatch, condition), mismatch is Mismatch.Condition or Mismatch.Principal));

    public Explanation Finish(Decision decision) => new(decision, request, parts.ToImmutable());

    private string Why(Statement statement, Mismatch mismatch, Condition? condition) => mismatch switch
    {
        Mismatch.Principal => $"{(statement.NotPrincipal ? "NotPrincipal names" : "Principal does not name")} {request.Principal.Arn}",
        Mismatch.Action => $"{(statement.NotAction ? "NotAction" : "Action")} {List(statement.Actions)} is not about {request.Action}",
        Mismatch.Resource => $"{(statement.NotResource ? "NotResource" : "Resource")} {List(statement.Resources)} is not about {request.Resource}",
        Mismatch.Condition =>
            $"{condition!.Name} {condition.Key} wants {List(condition.Operands.Select(o => o.Source))}, the request has {Actual(condition.Key)}{SeveralValues(condition)}",
        _ => "",
    };

    private string Actual(string key) => request.Context.TryGet(key, out var values) ? List(values) : "no such key";

    /// <summary>Equal values on both sides would puzzle whoever reads them.</summary>
    private string SeveralValues(Condition condition) =>
        condition.Form is { Qualifier: SetQualifier.None, Kind: not ConditionOperator.Null }
            && request.Context.TryGet(condition.Key, out var values) && (condition.IsMultivalued ? !values.IsEmpty : values.Length > 1)
            ? $": a key with several values, which {condition.Name} never matches without ForAnyValue or ForAllValues"
            : "";

    private static string List<T>(IEnumerable<T> items) => $"[{string.Join(", ", items)}]";
}
