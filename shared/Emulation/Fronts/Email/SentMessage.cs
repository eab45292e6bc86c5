using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Email;

/// <summary>A message that a call sends, in either API, as policies see it.</summary>
internal sealed class SentMessage
{
    private static readonly (string Key, string Member)[] OfFirst = [("ses:FeedbackAddress", "ReturnPath")];

    private static readonly (string Key, string Member)[] OfSecond =
        [("ses:FeedbackAddress", "FeedbackForwardingEmailAddress"), ("ses:MultiRegionEndpointId", "EndpointId"), ("ses:TenantName", "TenantName")];

    private readonly FrontCall call;
    private readonly bool isFirst;
    private readonly List<(EmailAddress Address, string? Arn)> senders = [];
    private readonly List<string> recipients = [];

    private SentMessage(FrontCall call, bool isFirst)
    {
        (this.call, this.isFirst) = (call, isFirst);
        Action = call.Operation;
        if (isFirst)
        {
            ReadFirst();
        }
        else
        {
            ReadSecond();
        }
    }

    /// <summary>The action without its prefix.</summary>
    public string Action { get; private set; }

    /// <summary>Templates and the configuration set.</summary>
    public List<string> Resources { get; } = [];

    /// <exception cref="RefusedException">It has no sender, or what should be an address is none.</exception>
    public static SentMessage Read(FrontCall call, bool isFirst) => new(call, isFirst);

    /// <summary>The identities in whose name it is sent.</summary>
    public async ValueTask<IReadOnlyList<string>> IdentitiesAsync()
    {
        var identities = new List<string>();
        foreach (var (address, arn) in senders)
        {
            identities.AddRange(await SendingIdentity.OfSenderAsync(call, address, arn).ConfigureAwait(false));
        }

        return [.. identities.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The condition keys of each question.</summary>
    public IEnumerable<ConditionKey> Keys()
    {
        if (senders is [var (from, _), ..])
        {
            yield return new ConditionKey("ses:FromAddress", from.Address);
            if (from.DisplayName is { } name)
            {
                yield return new ConditionKey("ses:FromDisplayName", name);
            }
        }

        if (recipients.Count > 0)
        {
            yield return new ConditionKey("ses:Recipients", [.. recipients.Select(static one => EmailAddress.Parse(one).Address).Distinct(StringComparer.Ordinal)]);
        }

        foreach (var (key, member) in isFirst ? OfFirst : OfSecond)
        {
            if (call.Text(member) is { Length: > 0 } value)
            {
                yield return new ConditionKey(key, value);
            }
        }
    }

    private void ReadFirst()
    {
        switch (Action)
        {
            case "SendBounce":
                From(call.Needed("BounceSender"), call.Text("BounceSenderArn"));
                break;
            case "SendRawEmail":
                var raw = call.Structure("RawMessage") ?? throw FrontCall.Invalid("The request must have RawMessage.");
                ReadRaw(raw.Needed("Data"), call.Text("Source"), call.Texts("Destinations"));
                break;
            case "SendCustomVerificationEmail":
                recipients.Add(call.Needed("EmailAddress"));
                break;
            default:
                From(call.Needed("Source"), call.Text("SourceArn"));
                To(call.Structure("Destination"));
                foreach (var destination in call.Structures("Destinations"))
                {
                    To(destination.Structure("Destination"));
                }

                break;
        }

        if (call.Text("ReturnPathArn") is { Length: > 0 } returnArn)
        {
            From(call.Needed(Action == "SendRawEmail" ? "Source" : "ReturnPath"), returnArn);
        }

        // Each operation has one member for it: another's is not read.
        Add(
            Action == "SendCustomVerificationEmail" ? "custom-verification-email-template" : "template",
            Action == "SendCustomVerificationEmail" ? call.Needed("TemplateName") : Action is "SendTemplatedEmail" or "SendBulkTemplatedEmail" ? call.Needed("Template") : null);
        Resources.AddRange(call.Text("TemplateArn") is { Length: > 0 } template ? [template] : []);
        Add("configuration-set", call.Text("ConfigurationSetName"));
    }

    private void ReadSecond()
    {
        if (Action == "SendCustomVerificationEmail")
        {
            recipients.Add(call.Needed("EmailAddress"));
            Add("custom-verification-email-template", call.Needed("TemplateName"));
        }
        else
        {
            var content = call.Structure(Action == "SendEmail" ? "Content" : "DefaultContent") ?? throw FrontCall.Invalid("The request must have a content.");
            if (((string[])["Simple", "Raw", "Template"]).Count(kind => content.Structure(kind) is not null) > 1)
            {
                throw FrontCall.Invalid("The content is simple, raw or a template, and only one of them.");
            }

            To(call.Structure("Destination"));
            foreach (var entry in call.Structures("BulkEmailEntries"))
            {
                To(entry.Structure("Destination"));
            }

            if (content.Structure("Raw") is { } raw)
            {
                Action = Action == "SendEmail" ? "SendRawEmail" : Action;
                ReadRaw(raw.Needed("Data"), call.Text("FromEmailAddress"), []);
            }
            else
            {
                From(call.Needed("FromEmailAddress"), call.Text("FromEmailAddressIdentityArn"));
            }

            var template = content.Structure("Template");
            Add("template", template?.Text("TemplateName") ?? template?.Text("TemplateArn")?.Split('/')[^1]);
        }

        if (call.Text("FeedbackForwardingEmailAddressIdentityArn") is { Length: > 0 } feedback)
        {
            From(call.Needed("FeedbackForwardingEmailAddress"), feedback);
        }

        Add("configuration-set", call.Text("ConfigurationSetName"));
    }

    /// <summary>Who sends it, and who it says that it is from: both must be the caller's to use.</summary>
    private void ReadRaw(string data, string? source, IReadOnlyList<string> destinations)
    {
        var message = RawMessage.Parse(data);
        var from = message.From;
        if (source is { Length: > 0 })
        {
            From(source, call.Text("SourceArn") ?? call.Text("FromEmailAddressIdentityArn"));
        }

        if (from is not null && !senders.Any(one => one.Address.Address == from.Address))
        {
            senders.Add((from, call.Text("FromArn") ?? (senders.Count == 0 ? call.Text("SourceArn") ?? call.Text("FromEmailAddressIdentityArn") : null)));
        }

        if (senders.Count == 0)
        {
            throw new RefusedException(new ServiceRefusal(400, "InvalidParameterValue", "Missing required header 'From'."));
        }

        recipients.AddRange(recipients.Count > 0 ? [] : destinations.Count > 0 ? destinations : message.Recipients);
    }

    private void From(string text, string? arn) => senders.Add((EmailAddress.Parse(text), string.IsNullOrEmpty(arn) ? null : arn));

    private void To(FrontCall? destination) => recipients.AddRange(
        destination is null ? [] : [.. destination.Texts("ToAddresses"), .. destination.Texts("CcAddresses"), .. destination.Texts("BccAddresses")]);

    private void Add(string kind, string? name)
    {
        if (name is { Length: > 0 })
        {
            Resources.Add($"arn:aws:ses:{call.Region}:{call.Home}:{kind}/{name}");
        }
    }
}
