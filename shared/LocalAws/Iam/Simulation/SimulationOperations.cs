using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Emulation.Iam.Accounts;
using Emulation.Iam.Api;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Iam;

namespace Emulation.Iam.Simulation;

/// <summary>The policy simulator's calls. AWS Identity and Access Management API Reference, SimulateCustomPolicy, GetContextKeysForCustomPolicy and their kin.</summary>
internal sealed class SimulationOperations(Surroundings surroundings)
{
    private const string More = "ResourcePolicy ResourceOwner CallerArn ResourceHandlingOption Marker MaxItems";

    private const string Lists = "ResourceArns ContextEntries PermissionsBoundaryPolicyInputList";

    public IEnumerable<IamOperation> All =>
    [
        new("SimulateCustomPolicy", "PolicyInputList ActionNames", More, IamTarget.Everything, static call => Simulate(call, null, null)) { Further = Lists },
        new("SimulatePrincipalPolicy", "PolicySourceArn ActionNames", $"PolicyInputList {More}", IamTarget.PolicySource, call => OfSource(call, source => Simulate(call, source, surroundings))) { Further = Lists },
        new("GetContextKeysForCustomPolicy", "PolicyInputList", "", IamTarget.Everything, static call => ListKeys(call, null)),
        new("GetContextKeysForPrincipalPolicy", "PolicySourceArn", "PolicyInputList", IamTarget.PolicySource, static call => OfSource(call, source => ListKeys(call, source))),
    ];

    private static QueryAnswer OfSource(IamCall call, Func<Identity, QueryAnswer> answer)
    {
        var arn = call.Text("PolicySourceArn");
        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "iam" || parsed.Resource.Split('/')[0] is not ("user" or "group" or "role"))
        {
            return IamError.InvalidInput($"Invalid Entity Arn: {arn} does not clearly define entity type and name.");
        }

        return call.Account.Identities.FirstOrDefault(identity => identity.ArnIn(call.AccountId) == arn) is { } source ? answer(source) : IamError.NoSuchEntity($"No such entity: {arn}");
    }

    private static QueryAnswer ListKeys(IamCall call, Identity? source) => SimulatedPolicies.Read(call, source, out var error) is { } policies
        ? new QueryAnswer(xml => xml.Texts("ContextKeyNames", ContextKeys.Of(policies.All)))
        : error;

    private static QueryAnswer Simulate(IamCall call, Identity? source, Surroundings? surroundings)
    {
        if (SimulatedPolicies.Read(call, source, out var error) is not { } policies || Simulation.Run(call, policies, surroundings, out error) is not { } evaluations)
        {
            return error;
        }

        var namesResources = call.List("ResourceArns").Any();
        return ListPage<(int Number, Evaluation Evaluation)>.Answer(
            call,
            evaluations.Select(static (evaluation, number) => (number, evaluation)),
            static pair => pair.Number.ToString("D9", CultureInfo.InvariantCulture),
            (xml, page) => xml.List("EvaluationResults", page, pair => Write(xml, pair.Evaluation, policies, namesResources)));
    }

    private static void Write(XmlWriter xml, Evaluation evaluation, SimulatedPolicies policies, bool namesResources)
    {
        xml.WriteElementString("EvalActionName", evaluation.Action);
        xml.WriteElementString("EvalResourceName", evaluation.Resource);
        xml.WriteElementString("EvalDecision", WordOf(evaluation.Verdict));
        WriteDetails(xml, evaluation, policies);
        if (evaluation.AllowedByOrganization is { } allowed)
        {
            xml.Structure("OrganizationsDecisionDetail", () => xml.Flag("AllowedByOrganizations", allowed));
        }

        if (namesResources)
        {
            xml.Structure("EvalDecisionDetails", () => WriteSides(xml, evaluation));
            xml.List("ResourceSpecificResults", [evaluation], one =>
            {
                xml.WriteElementString("EvalResourceName", one.Resource);
                xml.WriteElementString("EvalResourceDecision", WordOf(one.Verdict));
                WriteDetails(xml, one, policies);
            });
        }
    }

    private static void WriteDetails(XmlWriter xml, Evaluation evaluation, SimulatedPolicies policies)
    {
        xml.List("MatchedStatements", evaluation.Matched, part =>
        {
            var (start, end) = StatementSpans.Of(part.Policy.Json)[part.Statement.Index];
            xml.WriteElementString("SourcePolicyId", policies.IdOf(part.Policy));
            xml.WriteElementString("SourcePolicyType", part.Part == DecidingPolicy.Resource ? "Resource Policy" : "IAM Policy");
            Write(xml, "StartPosition", start);
            Write(xml, "EndPosition", end);
        });
        xml.Texts("MissingContextValues", evaluation.Missing);
        if (evaluation.AllowedByBoundary is { } allowed)
        {
            xml.Structure("PermissionsBoundaryDecisionDetail", () => xml.Flag("AllowedByPermissionsBoundary", allowed));
        }
    }

    private static void WriteSides(XmlWriter xml, Evaluation evaluation)
    {
        if (evaluation.Sides is var (caller, resource))
        {
            foreach (var (name, verdict) in (ImmutableArray<(string, Verdict)>)[("IAM Policy", caller), ("Resource Policy", resource)])
            {
                xml.Structure("entry", () =>
                {
                    xml.WriteElementString("key", name);
                    xml.WriteElementString("value", WordOf(verdict));
                });
            }
        }
    }

    private static void Write(XmlWriter xml, string name, Position position) => xml.Structure(name, () =>
    {
        xml.Number("Line", position.Line);
        xml.Number("Column", position.Column);
    });

    private static string WordOf(Verdict verdict) => verdict switch { Verdict.Allow => "allowed", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" };
}
