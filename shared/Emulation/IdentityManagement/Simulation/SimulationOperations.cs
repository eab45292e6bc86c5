using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Emulation.IdentityManagement.Api;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>The policy simulator's calls. AWS Identity and Access Management API Reference, SimulateCustomPolicy, GetContextKeysForCustomPolicy and their kin.</summary>
internal sealed class SimulationOperations(RequestEnvironment environment)
{
    private const string More = "ResourcePolicy ResourceOwner CallerArn ResourceHandlingOption Marker MaxItems";

    private const string Lists = "ResourceArns ContextEntries PermissionsBoundaryPolicyInputList";

    public IEnumerable<IamOperation> All =>
    [
        new("SimulateCustomPolicy", "PolicyInputList ActionNames", More, IamTarget.Everything, static call => Simulate(call, null, null)) { Further = Lists },
        new("SimulatePrincipalPolicy", "PolicySourceArn ActionNames", $"PolicyInputList {More}", IamTarget.PolicySource, call =>
            OfSource(call, source => Simulate(call, source, environment))) { Further = Lists },
        new("GetContextKeysForCustomPolicy", "PolicyInputList", "", IamTarget.Everything, static call => ListKeys(call, null)),
        new("GetContextKeysForPrincipalPolicy", "PolicySourceArn", "PolicyInputList", IamTarget.PolicySource, static call => OfSource(call, source => ListKeys(call, source))),
    ];

    private static QueryAnswer OfSource(IamCall call, Func<Identity, QueryAnswer> answer)
    {
        var arn = call.Text("PolicySourceArn");
        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "iam" || parsed.Resource.Split('/')[0] is not ("user" or "group" or "role"))
        {
            return IamError.InvalidInput($"Invalid ARN provided in the request: {arn}");
        }

        if (parsed.Account != call.AccountId.ToString())
        {
            return IamError.InvalidInput($"Invalid Policy Source Arn: caller's account {call.AccountId} does not have access to policies in account {parsed.Account}.");
        }

        return call.Account.Identities.FirstOrDefault(identity => identity.ArnIn(call.AccountId) == arn) is { } source
            ? answer(source)
            : IamError.NoSuchEntity("Unable to retrieve specified IAM entity.");
    }

    private static QueryAnswer ListKeys(IamCall call, Identity? source) => SimulatedPolicies.Read(call, source, out var error) is { } policies
        ? new QueryAnswer(xml => xml.Texts("ContextKeyNames", ContextKeys.Of(policies.All)))
        : error;

    private static QueryAnswer Simulate(IamCall call, Identity? source, RequestEnvironment? environment)
    {
        if (SimulatedPolicies.Read(call, source, out var error) is not { } policies || Simulation.Run(call, policies, environment, out error) is not { } actions)
        {
            return error;
        }

        return ListPage<(int Number, SimulatedAction Action)>.Answer(
            call,
            actions.Select(static (action, number) => (number, action)),
            static pair => pair.Number.ToString("D9", CultureInfo.InvariantCulture),
            (xml, page) => xml.List("EvaluationResults", page, pair => Write(xml, pair.Action, policies)));
    }

    private static void Write(XmlWriter xml, SimulatedAction action, SimulatedPolicies policies)
    {
        xml.WriteElementString("EvalActionName", action.Action);
        xml.Optional("EvalResourceName", action.Resource);
        xml.WriteElementString("EvalDecision", WordOf(action.Verdict));
        WriteMatched(xml, action.Matched, policies);
        xml.Texts("MissingContextValues", action.Missing);
        if (action.AllowedByOrganization is { } allowed)
        {
            xml.Structure("OrganizationsDecisionDetail", () => xml.Flag("AllowedByOrganizations", allowed));
        }

        WriteBoundary(xml, action.AllowedByBoundary);
        if (action.NamesResources)
        {
            xml.Structure("EvalDecisionDetails", () => WriteSides(xml, action.Sides));
            xml.List("ResourceSpecificResults", action.Results, one => Write(xml, one, policies));
        }
    }

    /// <summary>One resource: what is empty is left out here.</summary>
    private static void Write(XmlWriter xml, Evaluation evaluation, SimulatedPolicies policies)
    {
        xml.WriteElementString("EvalResourceName", evaluation.Resource);
        xml.WriteElementString("EvalResourceDecision", WordOf(evaluation.Verdict));
        if (!evaluation.Matched.IsEmpty)
        {
            WriteMatched(xml, evaluation.Matched, policies);
        }

        if (!evaluation.Missing.IsEmpty)
        {
            xml.Texts("MissingContextValues", evaluation.Missing);
        }

        WriteBoundary(xml, evaluation.AllowedByBoundary);
        if (!evaluation.Sides.IsEmpty)
        {
            xml.Structure("EvalDecisionDetails", () => WriteSides(xml, evaluation.Sides));
        }
    }

    private static void WriteMatched(XmlWriter xml, ImmutableArray<StatementPart> matched, SimulatedPolicies policies) => xml.List("MatchedStatements", matched, part =>
    {
        var (start, end) = StatementSpans.Of(part.Policy.Json)[part.Statement.Index];
        xml.WriteElementString("SourcePolicyId", policies.IdOf(part.Policy));
        xml.WriteElementString("SourcePolicyType", SourceTypes.Of(part.Part));
        Write(xml, "StartPosition", start);
        Write(xml, "EndPosition", end);
    });

    private static void WriteBoundary(XmlWriter xml, bool? allowed)
    {
        if (allowed is { } passes)
        {
            xml.Structure("PermissionsBoundaryDecisionDetail", () => xml.Flag("AllowedByPermissionsBoundary", passes));
        }
    }

    private static void WriteSides(XmlWriter xml, ImmutableArray<(string Key, Verdict Value)> sides)
    {
        foreach (var (key, value) in sides)
        {
            xml.Structure("entry", () =>
            {
                xml.WriteElementString("key", key);
                xml.WriteElementString("value", WordOf(value));
            });
        }
    }

    private static void Write(XmlWriter xml, string name, Position position) => xml.Structure(name, () =>
    {
        xml.Number("Line", position.Line);
        xml.Number("Column", position.Column);
    });

    private static string WordOf(Verdict verdict) => verdict switch { Verdict.Allow => "allowed", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" };
}
