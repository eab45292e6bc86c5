using System.Globalization;
using System.Xml;
using Emulation.Calls;
using Emulation.Protocols.Query;
using Emulation.Wire;
using Sam;

namespace Emulation.CloudFormation;

/// <summary>
/// CloudFormation's DescribeStacks of the one stack that runs, so that whoever takes URLs and roles from a stack's outputs does so here too. The
/// addresses of APIs in the outputs lead here. AWS CloudFormation API Reference, "DescribeStacks".
/// </summary>
internal sealed class CloudFormationService(Stack stack, Func<string, string> localized, DateTimeOffset createdAt)
{
    public AwsService<QueryRequest, QueryAnswer> Service => new(
        "cloudformation",
        new QueryWire("http://cloudformation.amazonaws.com/doc/", "2010-05-15"),
        [new ServiceOperation<QueryRequest, QueryAnswer>("DescribeStacks", "StackName NextToken", DescribeStacks)])
    {
        Region = stack.Region,
        Owns = static request => request.Path is "/" && request.SignedService == "cloudformation",
        LongestBody = static _ => IAwsService.LongestForm,
    };

    /// <summary>A name is one of the caller's own account; an id says whose it is.</summary>
    private Intent<QueryAnswer> DescribeStacks(ServiceCall<QueryRequest> call)
    {
        var isOwn = call.Signer.Principal.Account == stack.AccountId;
        if (call.Parameters["StackName"] is not { } name)
        {
            return Intent<QueryAnswer>.Of(
                [new Ask("cloudformation:ListStacks", ArnOf("*", call)), new Ask("cloudformation:DescribeStacks", isOwn ? stack.Id : ArnOf("*", call))],
                () => isOwn ? new QueryAnswer(Write) : new QueryAnswer(static xml => xml.WriteElementString("Stacks", "")));
        }

        var isThis = name == stack.Id || (isOwn && name == stack.Name);
        return Intent<QueryAnswer>.Of(
            [new Ask("cloudformation:DescribeStacks", isThis ? stack.Id : ArnOf(name, call))],
            () => isThis ? new QueryAnswer(Write) : QueryError.Validation($"Stack with id {name} does not exist"));
    }

    /// <summary>Of a stack whose id nobody knows, and with <c>*</c> of all stacks, as AWS's refusals show it.</summary>
    private string ArnOf(string name, ServiceCall<QueryRequest> call) => $"arn:aws:cloudformation:{stack.Region}:{call.Signer.Principal.Account}:stack/{name}/*";

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
