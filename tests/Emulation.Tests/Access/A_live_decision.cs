using CsCheck;
using Emulation.Access;
using Emulation.Findings;
using Iam;
using Iam.Tests.Symbolic;
using Sam;
using Engine = Iam.Authorizer;

namespace Emulation.Tests.Access;

/// <summary>
/// Generated templates with every condition operator in every form, each with many requests: what the gate decides is what the matrix, the findings and the
/// comparison of matrices have said.
/// </summary>
public class A_live_decision
{
    private const int Requests = 100;
    private static readonly string[] Keys = ["test:x", "aws:TagKeys", "aws:Referer", "aws:PrincipalTag/team", "aws:username"];
    private static readonly string[] Sources = ["10.2.0.1", "10.1.0.1", "11.0.0.1", "2001:db8::1"];
    private static readonly string[] Sessions = ["any-session", "alice", "bob"];
    private static readonly string[] Times = ["2025-12-31T00:00:00Z", "2026-01-01T00:00:00Z", "2026-06-02T00:00:00Z"];

    private static readonly Gen<string> Condition = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, ConditionFamily.All.Length - 1], Gen.Int[0, Keys.Length - 1]).SelectMany(static (family, key) => ConditionFamily.All[family].Conditions(Keys[key]))),
        (1, ConditionFamily.All.Single(static f => f.Operators.Contains("IpAddress")).Conditions("aws:SourceIp")),
        (1, ConditionFamily.All.Single(static f => f.Operators.Contains("DateEquals")).Conditions("aws:CurrentTime")));

    private static readonly Gen<string> Statement = Gen.Select(
        OneOf("Allow", "Allow", "Allow", "Deny"),
        OneOf("*", "*", "arn:aws:execute-api:*:*:*/v1/GET/orders", "arn:aws:execute-api:*:*:*/v1/GET/orders/*", "arn:aws:execute-api:*:*:*/*/GET/orders/?", "arn:aws:execute-api:*:*:*/v1/*/${aws:PrincipalTag/team}"),
        Condition,
        Condition).Select(static (effect, resource, one, other) => $$"""{"Sid":"@","Effect":"{{effect}}",~"Action":"execute-api:Invoke","Resource":"{{resource}}"{{Merged(one, other)}}}""");

    private static readonly Gen<string> Principal = OneOf("\"*\"", """{"AWS":"arn:aws:iam::111122223333:role/Reader"}""", """{"AWS":"arn:aws:sts::111122223333:assumed-role/Reader/alice"}""", """{"AWS":"111122223333"}""");

    private static readonly Gen<string> OnApi = Gen.Select(Statement, Principal).Select(static (statement, principal) => statement.Replace("~", $"\"Principal\":{principal},", StringComparison.Ordinal));

    private static readonly Gen<(string Own, string OnApi, string Authorizer)> Template = Gen.Select(Statement.Array[1, 3], OnApi.Array[0, 3], OneOf("AWS_IAM", "NONE")).Select(static (own, onApi, authorizer) => (
        string.Join(", ", own.Select(static (s, i) => s.Replace("@", $"Own{i}", StringComparison.Ordinal).Replace("~", "", StringComparison.Ordinal))),
        string.Join(", ", onApi.Select(static (s, i) => s.Replace("@", $"OnApi{i}", StringComparison.Ordinal))),
        authorizer));

    /// <summary>A third of the keys are missing, some are empty lists.</summary>
    private static readonly Gen<ConditionContext> Context = Gen.Select(Gen.Int[0, 999_999].Array[Keys.Length], OneOf(Sources), OneOf(Times)).Select(static (numbers, source, time) =>
    {
        var context = new ConditionContext().Set("aws:SourceIp", source).Set("aws:CurrentTime", time);
        foreach (var (key, number) in Keys.Zip(numbers))
        {
            // The role's tags do not come with a request, and only users have a name.
            if (number % 3 > 0 && key != "aws:PrincipalTag/team" && key != "aws:username")
            {
                var all = ConditionFamily.All[number / 3 % ConditionFamily.All.Length].Requests().ToList();
                context.Set(key, all[number / 100 % all.Count] is { IsDefault: false } values ? values : []);
            }
        }

        return context;
    });

    private static readonly Gen<(ConditionContext Context, string Session, string Id)[]> Many = Gen.Select(Context, OneOf(Sessions), OneOf("1", "12", "blue", "x/y")).Array[Requests];

    [Fact]
    public void Never_contradicts_a_cell_nor_rests_on_a_statement_that_can_never_match()
    {
        int allowed = 0, dead = 0, certain = 0;
        Gen.Select(Template, Many).Sample(
            (template, requests) =>
            {
                var stacks = Given.Stacks(Sample.Template(template.Own, template.OnApi, template.Authorizer));
                var matrix = AccessMatrix.Of(stacks);
                var neverMatching = Linter.Run(stacks).Where(static j => j.Finding.Rule.Code == "LA004").Select(static j => j.Finding.Message.Split('\'')[1]).ToHashSet();
                Interlocked.Add(ref dead, neverMatching.Count);
                foreach (var cell in CellsOf(matrix))
                {
                    foreach (var (context, session, id) in requests)
                    {
                        var live = Explain(cell, context, session, id);
                        var passes = live.Decision.Verdict == Verdict.Allow;
                        Assert.False(cell.Verdict == (passes ? SymbolicVerdict.Deny : SymbolicVerdict.Allow), $"{cell.Route.Name} {cell.Reason} but {live}");
                        Assert.DoesNotContain(live.Parts, p => p.Applies && neverMatching.Contains(p.Statement.Sid!));
                        Interlocked.Add(ref allowed, passes ? 1 : 0);
                    }

                    Interlocked.Add(ref certain, cell.Verdict == SymbolicVerdict.Conditional ? 0 : 1);
                }
            },
            iter: 200,
            seed: "0000Kq3vJ8Zb");

        // Templates of which nothing is said would prove nothing.
        Assert.True(allowed > 5_000 && dead > 20 && certain > 100, $"{allowed} allowed, {dead} dead, {certain} certain");
    }

    [Fact]
    public void Never_contradicts_who_gained_and_who_lost() => Gen.Select(Template, Template, Many).Sample(
        static (one, other, requests) =>
        {
            var (before, after) = (MatrixOf(one), MatrixOf(other));
            var words = MatrixCheck.Compare(MatrixMarkdown.Write(before, "template.yaml"), MatrixMarkdown.Write(after, "template.yaml"));
            foreach (var (kept, now) in CellsOf(before).Zip(CellsOf(after)))
            {
                var gained = words.Any(w => w.StartsWith($"{now.Principal.Name} gained {now.Route.Name} ", StringComparison.Ordinal));
                var lost = words.Any(w => w.StartsWith($"{now.Principal.Name} lost {now.Route.Name} ", StringComparison.Ordinal));
                foreach (var (context, session, id) in requests)
                {
                    Assert.False(gained && Explain(kept, context, session, id).Decision.Verdict == Verdict.Allow);
                    Assert.False(lost && Explain(now, context, session, id).Decision.Verdict == Verdict.Allow);
                }
            }
        },
        iter: 50,
        seed: "0000Kq3vJ8Zb");

    private static AccessMatrix MatrixOf((string Own, string OnApi, string Authorizer) template) => AccessMatrix.Of(Given.Stacks(Sample.Template(template.Own, template.OnApi, template.Authorizer)));

    /// <summary>Of a role that every policy is about, and of nobody.</summary>
    private static IEnumerable<MatrixCell> CellsOf(AccessMatrix matrix) => matrix.Cells.Where(static c => c.Principal.Name is "Reader" or "anonymous");

    /// <summary>As the gate decides one request.</summary>
    private static Explanation Explain(MatrixCell cell, ConditionContext keys, string session, string id)
    {
        var isSigned = cell.Route.Route.Authorizer is IamAuthorizer;
        Principal caller = isSigned && cell.Principal.Principal is AssumedRole role ? role.InSession(session) : Anonymous.Instance;
        var context = new ConditionContext(caller).Set("aws:RequestedRegion", cell.Route.Stack.Region).Set("aws:SecureTransport", "true");
        foreach (var key in keys.Keys)
        {
            context.Set(key, keys.TryGet(key, out var values) ? values : []);
        }

        var resource = cell.Route.Resource.Source.Replace("{id}", id.Replace("/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var request = new AccessRequest(caller, ApiGatewayRules.Invoke, resource, cell.Route.Stack.AccountId, context);
        return isSigned && caller is Anonymous ? new Explanation(default, request, [])
            : isSigned || cell.Route.Api.Policy is not null ? Engine.Explain(request, isSigned ? cell.Principal.Policies : PrincipalPolicies.None, cell.Route.Api.Policy)
            : new Explanation(new Decision(Verdict.Allow, DecidingPolicy.None, null, -1), request, []);
    }

    /// <summary>Two blocks of conditions as one, unless they hold the same operator.</summary>
    private static string Merged(string one, string other)
    {
        const string Start = ",\"Condition\":{";
        return one.Length == 0 || other.Length == 0 ? one + other : NameOf(one) == NameOf(other) ? one : $"{one[..^1]},{other[Start.Length..]}";

        static string NameOf(string block) => block[Start.Length..].Split('{')[0];
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
