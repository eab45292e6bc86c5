using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Emulation.Calls;
using Emulation.Protocols.Query;
using Emulation.Wire;
using Sam;

namespace Emulation.CloudFormation;

/// <summary>
/// CloudFormation's DescribeStacks of the stacks that run, so that whoever takes URLs and roles from a stack's outputs does so here too. The
/// addresses of APIs in the outputs lead here. AWS CloudFormation API Reference, "DescribeStacks".
/// </summary>
internal sealed class CloudFormationService(ImmutableArray<Stack> stacks, Func<string, string> localized, DateTimeOffset createdAt)
{
    public AwsService<QueryRequest, QueryAnswer> Service => new(
        "cloudformation",
        new QueryWire("http://cloudformation.amazonaws.com/doc/", "2010-05-15"),
        [new ServiceOperation<QueryRequest, QueryAnswer>("DescribeStacks", "StackName NextToken", DescribeStacks)])
    {
        Region = stacks[0].Region,
        Owns = static request => request.Path is "/" && request.SignedService == "cloudformation",
        MayWait = static _ => true,
        LongestBody = static _ => IAwsService.LongestForm,
    };

    /// <summary>A name is one of the caller's own account; an id says whose it is.</summary>
    private Intent<QueryAnswer> DescribeStacks(ServiceCall<QueryRequest> call)
    {
        ImmutableArray<Stack> own = [.. stacks.Where(stack => call.Signer.Principal.Account == stack.AccountId)];
        if (call.Parameters["StackName"] is not { } name)
        {
            return Intent<QueryAnswer>.Of(
                [new Ask("cloudformation:ListStacks", ArnOf("*", call)), .. AllOf(own, call).Select(static id => new Ask("cloudformation:DescribeStacks", id))],
                () => new QueryAnswer(xml => Write(xml, own)));
        }

        var named = stacks.FirstOrDefault(stack => stack.Id == name) ?? own.FirstOrDefault(stack => stack.Name == name);
        return Intent<QueryAnswer>.Of(
            [new Ask("cloudformation:DescribeStacks", named?.Id ?? ArnOf(name, call))],
            () => named is not null ? new QueryAnswer(xml => Write(xml, [named])) : QueryError.Validation($"Stack with id {name} does not exist"));
    }

    private IEnumerable<string> AllOf(ImmutableArray<Stack> own, ServiceCall<QueryRequest> call) => own.IsEmpty ? [ArnOf("*", call)] : own.Select(static stack => stack.Id);

    /// <summary>Of a stack whose id nobody knows, and with <c>*</c> of all stacks, as AWS's refusals show it.</summary>
    private string ArnOf(string name, ServiceCall<QueryRequest> call) => $"arn:aws:cloudformation:{stacks[0].Region}:{call.Signer.Principal.Account}:stack/{name}/*";

    private void Write(XmlWriter xml, ImmutableArray<Stack> described)
    {
        xml.WriteStartElement("Stacks");
        foreach (var stack in described)
        {
            xml.WriteStartElement("member");
            Write(xml, stack);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Write(XmlWriter xml, Stack stack)
    {
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

            if (output.ExportName is { } export)
            {
                xml.WriteElementString("ExportName", export);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
