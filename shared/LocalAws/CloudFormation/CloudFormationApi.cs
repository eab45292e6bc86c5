using System.Globalization;
using System.Xml;
using Emulation.Decisions;
using Emulation.Explain;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Emulation.State;
using Iam;
using Sam;
using SigV4;

namespace Emulation.CloudFormation;

/// <summary>
/// CloudFormation's DescribeStacks of the one stack that runs, so that whoever takes URLs and roles from a stack's outputs does so here too. The
/// addresses of APIs in the outputs lead here. AWS CloudFormation API Reference, "DescribeStacks".
/// </summary>
internal sealed class CloudFormationApi(Keyring keyring, Stack stack, Surroundings surroundings, Func<string, string> localized, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private const string Version = "2010-05-15";
    private const string Action = "cloudformation:DescribeStacks";
    private readonly QueryWire wire = new($"http://cloudformation.amazonaws.com/doc/{Version}/");
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = stack.Region, Service = "cloudformation" });
    private readonly DateTimeOffset createdAt = time.GetUtcNow();

    public bool Owns(ReceivedRequest request) => request.Path is "/" && request.SignedService == "cloudformation";

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var parameters = QueryWire.Read(request);
        var verified = verifier.Verify(request.Signed, keyring, now);
        var caller = (Caller?)verified.Identity;
        var subject = caller is null ? null : SubjectOf(request, caller, now);
        var answer = verified.Failure is { } failure ? QueryError.From(failure) : AnswerOf(parameters, subject!);

        // The message of a signature that does not hold shows the client's own headers, its session token among them.
        var reason = verified.Failure is { } cause ? $"The signature does not hold: {cause.Error}." : answer.Error?.Message ?? "answered";
        decisions.Record(new DecisionEntry(requestId, now, $"cloudformation:{parameters.Action}", parameters["StackName"] ?? "", "cloudformation", caller?.Principal.Arn, answer.Error?.StatusCode, reason, subject));
        await wire.SendAsync(request.Http, requestId, parameters.Action ?? "", answer).ConfigureAwait(false);
    }

    private QueryAnswer AnswerOf(QueryRequest parameters, DecisionSubject subject)
    {
        if (parameters.Action != "DescribeStacks")
        {
            return QueryError.UnknownAction(parameters.Action, Version);
        }

        var decision = global::Iam.Authorizer.Decide(subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
        if (decision.Verdict != Verdict.Allow)
        {
            return QueryError.AccessDenied(RefusalMessage.For(subject.Request, decision));
        }

        return parameters["StackName"] is { } asked && asked != stack.Name && asked != stack.Id
            ? QueryError.Validation($"Stack with id {asked} does not exist")
            : new QueryAnswer(Write);
    }

    private DecisionSubject SubjectOf(ReceivedRequest request, Caller caller, DateTimeOffset now)
    {
        var access = new AccessRequest(caller.Principal, Action, stack.Id, stack.AccountId, surroundings.Complete(request.FactsIn(stack.Region, now).ContextOf(caller), caller.Principal.Account));
        return new DecisionSubject($"{Action} on {stack.Id} by {caller.Principal.Arn}", access, caller.Policies, null, surroundings.ForCaller(caller.Principal.Account));
    }

    private void Write(XmlWriter xml)
    {
        xml.WriteStartElement("Stacks");
        xml.WriteStartElement("member");
        xml.WriteElementString("StackId", stack.Id);
        xml.WriteElementString("StackName", stack.Name);
        xml.WriteElementString("CreationTime", createdAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        xml.WriteElementString("StackStatus", "CREATE_COMPLETE");
        xml.WriteElementString("DisableRollback", "false");
        xml.WriteStartElement("Outputs");
        foreach (var output in stack.Outputs)
        {
            xml.WriteStartElement("member");
            xml.WriteElementString("OutputKey", output.Name);
            xml.WriteElementString("OutputValue", localized(output.Value));
            if (output.Description is { } description)
            {
                xml.WriteElementString("Description", description);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
