using System.Text;
using Emulation.Fronts.Email;
using Emulation.Tests.Fronts.Published;
using Emulation.Tests.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Tests.Fronts.Email;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon SES"; Amazon SES Developer Guide, "Controlling access to Amazon SES".</summary>
public sealed class What_a_call_of_SES_asks : IDisposable
{
    private const string Account = "arn:aws:ses:us-east-1:111122223333";
    private const string Role = "arn:aws:iam::111122223333:role/Events";
    private const string PassesRole = $"iam:PassRole {Role} iam:PassedToService=ses.amazonaws.com";
    private const string Domain = $"{Account}:identity/example.com";
    private const string Address = $"{Account}:identity/shop@example.com";
    private const string Theirs = "arn:aws:ses:us-east-1:444455556666:identity/example.com";
    private static readonly RestForm Second = new EmailService().Forms.OfType<RestForm>().Single(static form => form.Api == "sesv2");
    private readonly AskedCall call = new();

    public What_a_call_of_SES_asks() => call.Known["GetIdentityVerificationAttributes"] = """{"VerificationAttributes":{"example.com":{"VerificationStatus":"Success"} } }""";

    public void Dispose() => call.Dispose();

    /// <summary>What each operation of the first API asks: nothing here stands for a question on <c>*</c>.</summary>
    public static TheoryData<string, string, string> First => new()
    {
        { "CreateConfigurationSet", """{"ConfigurationSet":{"Name":"c"} }""", "configuration-set/c" },
        { "CreateCustomVerificationEmailTemplate", """{"TemplateName":"t","FromEmailAddress":"a@b.c"}""", "custom-verification-email-template/t" },
        { "CreateReceiptRuleSet", """{"RuleSetName":"r"}""", "" },
        { "CreateTemplate", """{"Template":{"TemplateName":"t"} }""", "" },
        { "DeleteConfigurationSet", """{"ConfigurationSetName":"c"}""", "configuration-set/c" },
        { "DeleteConfigurationSetEventDestination", """{"ConfigurationSetName":"c","EventDestinationName":"e"}""", "configuration-set/c" },
        { "DeleteCustomVerificationEmailTemplate", """{"TemplateName":"t"}""", "custom-verification-email-template/t" },
        { "DeleteIdentity", """{"Identity":"example.com"}""", "" },
        { "GetCustomVerificationEmailTemplate", """{"TemplateName":"t"}""", "custom-verification-email-template/t" },
        { "GetIdentityVerificationAttributes", """{"Identities":["example.com"]}""", "" },
        { "GetSendQuota", "{}", "" },
        { "ListIdentities", "{}", "" },
        { "PutConfigurationSetDeliveryOptions", """{"ConfigurationSetName":"c"}""", "configuration-set/c" },
        { "SetIdentityNotificationTopic", """{"Identity":"example.com","NotificationType":"Bounce"}""", "" },
        { "TestRenderTemplate", """{"TemplateName":"t","TemplateData":"{}"}""", "" },
        { "UpdateConfigurationSetEventDestination", """{"ConfigurationSetName":"c","EventDestination":{"Name":"e"} }""", "configuration-set/c" },
        { "UpdateConfigurationSetSendingEnabled", """{"ConfigurationSetName":"c","Enabled":"true"}""", "" },
        { "UpdateCustomVerificationEmailTemplate", """{"TemplateName":"t"}""", "custom-verification-email-template/t" },
        { "VerifyDomainIdentity", """{"Domain":"example.com"}""", "" },
        { "VerifyEmailIdentity", """{"EmailAddress":"shop@example.com"}""", "" },
    };

    [Theory]
    [MemberData(nameof(First))]
    public async Task Is_each_operation_of_the_first_API_on_what_it_is_about(string operation, string members, string resource) => Assert.Equal(
        [$"ses:{operation} {(resource.Length == 0 ? "*" : $"{Account}:{resource}")} ses:ApiVersion=1"], await call.AsksAsync(new EmailService(), operation, members));

    /// <summary>What each operation of the second API asks, but for those that send, with tags or of several things.</summary>
    public static TheoryData<string, string, string> OfSecond => new()
    {
        { "BatchGetMetricData", """{"Queries":[{"Id":"1","Dimensions":{"EMAIL_IDENTITY":"example.com"} }]}""", "identity/example.com" },
        { "CancelExportJob", """{"JobId":"j"}""", "export-job/j" },
        { "CreateContact", """{"ContactListName":"l","EmailAddress":"a@b.c"}""", "contact-list/l" },
        { "CreateEmailIdentityPolicy", """{"EmailIdentity":"Example.com","PolicyName":"p","Policy":"{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"ses:*\",\"Resource\":\"*\"}]}"}""", "identity/example.com" },
        { "DeleteConfigurationSet", """{"ConfigurationSetName":"c"}""", "configuration-set/c" },
        { "DeleteEmailIdentity", """{"EmailIdentity":"example.com"}""", "identity/example.com" },
        { "DeleteEmailTemplate", """{"TemplateName":"t"}""", "template/t" },
        { "DeleteMultiRegionEndpoint", """{"EndpointName":"e"}""", "multi-region-endpoint/e" },
        { "DeleteSuppressedDestination", """{"EmailAddress":"a@b.c"}""", "" },
        { "GetAccount", "{}", "" },
        { "GetDedicatedIps", """{"PoolName":"p"}""", "dedicated-ip-pool/p" },
        { "GetDeliverabilityTestReport", """{"ReportId":"r"}""", "deliverability-test-report/r" },
        { "GetDomainStatisticsReport", """{"Domain":"example.com"}""", "identity/example.com" },
        { "GetImportJob", """{"JobId":"j"}""", "import-job/j" },
        { "GetTenant", """{"TenantName":"t"}""", "tenant/t/{id}" },
        { "ListContacts", """{"ContactListName":"l"}""", "contact-list/l" },
        { "ListEmailIdentities", "{}", "" },
        { "ListRecommendations", "{}", "" },
        { "ListTagsForResource", $$"""{"ResourceArn":"{{Domain}}"}""", "identity/example.com" },
        { "ListTenantResources", """{"TenantName":"t"}""", "tenant/t/{id}" },
        { "PutDedicatedIpInPool", """{"Ip":"192.0.2.1","DestinationPoolName":"p"}""", "dedicated-ip-pool/p" },
        { "PutEmailIdentityDkimAttributes", """{"EmailIdentity":"example.com"}""", "identity/example.com" },
        { "TestRenderEmailTemplate", """{"TemplateName":"t","TemplateData":"{}"}""", "template/t" },
        { "UpdateContactList", """{"ContactListName":"l"}""", "contact-list/l" },
        { "UpdateReputationEntityCustomerManagedStatus", """{"ReputationEntityType":"RESOURCE","ReputationEntityReference":"x"}""", "tenant/{name}/{id}" },
    };

    [Theory]
    [MemberData(nameof(OfSecond))]
    public async Task Is_each_operation_of_the_second_API_on_what_it_is_about(string operation, string members, string resource) => Assert.Equal(
        [$"ses:{operation} {(resource.Contains('{', StringComparison.Ordinal) ? "one of " : "")}{(resource.Length == 0 ? "*" : $"{Account}:{resource}")} ses:ApiVersion=2"],
        await call.AsksAsync(new EmailService(), operation, members, Second));

    [Theory]
    [InlineData("CreateEmailIdentity", """{"EmailIdentity":"shop@Example.com","Tags":[{"Key":"team","Value":"a"}]}""", $"{Address} ses:ApiVersion=2 aws:RequestTag/team=a aws:TagKeys=team")]
    [InlineData("CreateContactList", """{"ContactListName":"l","Tags":[{"Key":"team","Value":"a"}]}""", $"{Account}:contact-list/l ses:ApiVersion=2 aws:RequestTag/team=a aws:TagKeys=team")]
    public async Task Is_the_tags_too_where_something_is_made_with_them(string operation, string members, string asked) =>
        Assert.Equal([$"ses:{operation} {asked}", $"ses:TagResource {asked}"], await call.AsksAsync(new EmailService(), operation, members, Second));

    [Fact]
    public async Task Is_the_role_that_events_are_sent_as() => Assert.Equal(
        [$"ses:CreateConfigurationSetEventDestination {Account}:configuration-set/c ses:ApiVersion=1", PassesRole],
        await call.AsksAsync(new EmailService(), "CreateConfigurationSetEventDestination", $$"""{"ConfigurationSetName":"c","EventDestination":{"KinesisFirehoseDestination":{"IAMRoleARN":"{{Role}}"} } }"""));

    [Fact]
    public async Task Is_the_role_of_a_receipt_rule() => Assert.Equal(
        ["ses:CreateReceiptRule * ses:ApiVersion=1", PassesRole],
        await call.AsksAsync(new EmailService(), "CreateReceiptRule", $$"""{"RuleSetName":"r","Rule":{"Name":"n","Actions":[{"S3Action":{"BucketName":"b","IamRoleArn":"{{Role}}"} }]} }"""));

    /// <summary>The address where it is verified, else the domain, or the domain above that is; both where the server does not tell.</summary>
    [Theory]
    [InlineData("""{"VerificationAttributes":{"shop@example.com":{"VerificationStatus":"Success"},"example.com":{"VerificationStatus":"Success"} } }""", "shop@example.com", new[] { Address })]
    [InlineData("""{"VerificationAttributes":{"shop@example.com":{"VerificationStatus":"Pending"},"example.com":{"VerificationStatus":"Success"} } }""", "shop@example.com", new[] { Domain })]
    [InlineData("""{"VerificationAttributes":{"example.com":{"VerificationStatus":"Success"} } }""", "shop@mail.example.com", new[] { Domain })]
    [InlineData("""{"VerificationAttributes":""}""", "shop@example.com", new[] { Domain })]
    [InlineData(null, "shop@example.com", new[] { Address, Domain })]
    public async Task Is_the_identity_of_the_sender(string? known, string sender, string[] identities)
    {
        call.Known.Remove("GetIdentityVerificationAttributes");
        if (known is not null)
        {
            call.Known["GetIdentityVerificationAttributes"] = known;
        }

        var asks = await call.AsksAsync(new EmailService(), "SendEmail", $$$"""{"Source":"{{{sender}}}","Destination":{"ToAddresses":["a@b.c"]},"Message":{} }""");
        Assert.Equal(identities.Select(identity => $"ses:SendEmail {identity} ses:FromAddress={sender} ses:Recipients=a@b.c ses:ApiVersion=1"), asks);
    }

    [Fact]
    public async Task Is_the_set_and_the_template_of_a_message_too() => Assert.Equal(
        new[] { Domain, $"{Account}:template/t", $"{Account}:configuration-set/c" }
            .Select(static arn => $"ses:SendTemplatedEmail {arn} ses:FromAddress=shop@example.com ses:FromDisplayName=The Shop ses:Recipients=a@b.c,d@e.f,g@h.i ses:FeedbackAddress=back@example.com ses:ApiVersion=1"),
        await call.AsksAsync(
            new EmailService(), "SendTemplatedEmail",
            """{"Source":"\"The Shop\" <shop@EXAMPLE.com>","Destination":{"ToAddresses":["a@b.c"],"CcAddresses":["D <d@e.f>"],"BccAddresses":["g@h.i"]},"ReturnPath":"back@example.com","ConfigurationSetName":"c","Template":"t","TemplateData":"{}"}"""));

    [Fact]
    public async Task Is_every_recipient_of_many_messages() => Assert.Equal(
        new[] { Domain, $"{Account}:template/t" }.Select(static arn => $"ses:SendBulkTemplatedEmail {arn} ses:FromAddress=shop@example.com ses:Recipients=a@b.c,d@e.f ses:ApiVersion=1"),
        await call.AsksAsync(
            new EmailService(), "SendBulkTemplatedEmail",
            """{"Source":"shop@example.com","Template":"t","Destinations":[{"Destination":{"ToAddresses":["a@b.c"]} },{"Destination":{"ToAddresses":["d@e.f"]} }]}"""));

    [Fact]
    public async Task Is_another_accounts_identity_where_the_call_names_it() => Assert.Equal(
        [$"ses:SendEmail {Theirs} ses:FromAddress=shop@example.com ses:Recipients=a@b.c ses:ApiVersion=1"],
        await call.AsksAsync(new EmailService(), "SendEmail", $$$"""{"Source":"shop@example.com","SourceArn":"{{{Theirs}}}","Destination":{"ToAddresses":["a@b.c"]} }"""));

    /// <summary>Who sends it, and who it says that it is from.</summary>
    [Theory]
    [InlineData(null, "From: Shop <shop@example.com>\r\nTo: a@b.c,\r\n \"B, C\" <d@e.f>\r\n\r\nFrom: other@example.org", new[] { "example.com" }, "a@b.c,d@e.f")]
    [InlineData("shop@example.com", "From: other@example.org\r\nTo: a@b.c\r\n\r\n", new[] { "example.com", "example.org" }, "a@b.c")]
    public async Task Is_the_identities_of_a_message_that_the_client_wrote(string? source, string message, string[] domains, string recipients)
    {
        var from = source is null ? "" : $"\"Source\":\"{source}\",";
        var asks = await call.AsksAsync(new EmailService(), "SendRawEmail", $$$"""{ {{{from}}}"RawMessage":{"Data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}}}"} }""");
        Assert.Equal(domains.Select(domain => $"{Account}:identity/{domain}"), asks.Select(static ask => ask.Split(' ')[1]));
        Assert.All(asks, ask => Assert.Contains($"ses:Recipients={recipients} ", ask, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"FromEmailAddress":"shop@example.com","Destination":{"ToAddresses":["a@b.c"]},"Content":{"Simple":{} } }""", "SendEmail", "")]
    [InlineData("""{"FromEmailAddress":"shop@example.com","Destination":{"ToAddresses":["a@b.c"]},"Content":{"Template":{"TemplateName":"t"} } }""", "SendEmail", "template/t")]
    [InlineData("""{"Destination":{"ToAddresses":["a@b.c"]},"Content":{"Raw":{"Data":"RnJvbTogc2hvcEBleGFtcGxlLmNvbQ0KDQo="} } }""", "SendRawEmail", "")]
    public async Task Is_a_message_of_the_second_API(string members, string action, string resource) => Assert.Equal(
        new[] { Domain, resource.Length == 0 ? "" : $"{Account}:{resource}" }.Where(static arn => arn.Length > 0)
            .Select(arn => $"ses:{action} {arn} ses:FromAddress=shop@example.com ses:Recipients=a@b.c ses:ApiVersion=2"),
        await call.AsksAsync(new EmailService(), "SendEmail", members, Second));

    /// <summary>Members that an operation does not have say nothing of it.</summary>
    [Fact]
    public async Task Is_read_from_the_members_that_the_operation_has()
    {
        Assert.Equal(
            $"{Account}:custom-verification-email-template/theirs",
            (await call.PlanAsync(new EmailService(), "SendCustomVerificationEmail", """{"EmailAddress":"a@b.c","Template":"mine","TemplateName":"theirs"}""")).Asks[0].Resource);
        Assert.DoesNotContain(
            (await call.PlanAsync(new EmailService(), "SendEmail", """{"Source":"shop@example.com","FeedbackForwardingEmailAddress":"x@example.com","TenantName":"t"}""")).Asks[0].Keys,
            static key => key.Name is "ses:FeedbackAddress" or "ses:TenantName");
        Assert.Contains(
            await call.AsksAsync(new EmailService(), "SendBulkEmail", """{"FromEmailAddress":"shop@example.com","Content":{"Template":{"TemplateName":"mine"} },"DefaultContent":{"Template":{"TemplateName":"theirs"} } }""", Second),
            static ask => ask.Contains(":template/theirs ", StringComparison.Ordinal));
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(
            () => call.AsksAsync(new EmailService(), "SendEmail", """{"FromEmailAddress":"shop@example.com","Content":{"Simple":{},"Raw":{"Data":"RnJvbTogc2hvcEBleGFtcGxlLmNvbQ0KDQo="} } }""", Second));
    }

    /// <summary>Every operation of both APIs, from AWS's pages.</summary>
    public static TheoryData<string, string, string> OfPages =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fronts", "Email", "asks.txt")).Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split(" | ")).Select(static row => (row[0], row[1], row[2])),
    ];

    [Theory]
    [MemberData(nameof(OfPages))]
    public async Task Is_on_what_the_pages_say(string api, string operation, string resources)
    {
        var sample = SampledCalls.FurtherOf("ses").First(one => one.Operation == operation && (one.Api is not null) == (api == "second"));
        var asked = (await call.PlanAsync(new EmailService(), operation, sample.Members, api == "second" ? Second : null)).Asks.Where(ask => ask.Action == $"ses:{operation}");
        Assert.Equal(resources.Split(' '), asked.Select(static ask => ask.Resource.Replace($"{Account}:", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Is_known_of_every_operation()
    {
        var known = OfPages.Select(static row => row.Data).ToLookup(static row => row.Item1, static row => row.Item2);
        Assert.Equal(EmailOperations.OfFirst.Keys.Order(StringComparer.Ordinal), known["first"].Order(StringComparer.Ordinal));
        Assert.Equal(EmailOperations.OfSecond.Keys.Order(StringComparer.Ordinal), known["second"].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_refused_in_words_of_its_own() => Assert.Equal(
        $"User `arn:aws:iam::111122223333:user/may' is not authorized to perform `ses:SendEmail' on resource `{Domain}'",
        (await call.PlanAsync(new EmailService(), "SendEmail", """{"Source":"shop@example.com","Destination":{"ToAddresses":["a@b.c"]} }""")).Asks[0].Refusal!.Message);

    [Theory]
    [InlineData("SendEmail", """{"Source":"shop@example.com, other@example.org","Destination":{} }""")]
    [InlineData("SendEmail", """{"Source":"<other@example.org> <shop@example.com>","Destination":{} }""")]
    [InlineData("SendEmail", """{"Source":"shop@example.com <other@example.org>","Destination":{} }""")]
    [InlineData("SendEmail", """{"Source":"shop","Destination":{} }""")]
    [InlineData("SendEmail", """{"source":"shop@example.com","Destination":{} }""")]
    [InlineData("SendEmail", """{"Source":"shop@example.com","SourceArn":"arn:aws:ses:us-east-1:111122223333:identity/example.org","Destination":{} }""")]
    [InlineData("SendEmail", """{"FromEmailAddress":"shop@example.com","Content":{"Simple":{} } }""")]
    [InlineData("SendBulkEmail", """{"FromEmailAddress":"shop@example.com","DefaultContent":{} }""")]
    [InlineData("SendRawEmail", """{"RawMessage":{"Data":"???"} }""")]
    [InlineData("SendRawEmail", """{"RawMessage":{"Data":"VG86IGFAYi5jDQoNCg=="} }""")]
    [InlineData("SendRawEmail", """{"RawMessage":{"Data":"RnJvbTogYUBiLmMNCmZyb206IGRAZS5mDQoNCg=="} }""")]
    public async Task Is_nothing_where_the_call_does_not_say_what_it_touches(string operation, string members) =>
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.AsksAsync(new EmailService(), operation, members));
}
