namespace Emulation.Fronts.Email;

/// <summary>
/// What each operation of Amazon SES is about: a kind of resource and the member that names it, or nothing. Service Authorization Reference, "Actions, resources, and condition
/// keys for Amazon Simple Email Service v2", "Amazon SES".
/// </summary>
internal static class EmailOperations
{
    private const string Templates = "custom-verification-email-template/TemplateName";
    private const string Sets = "configuration-set/ConfigurationSetName";
    private const string Identities = "identity/EmailIdentity";

    /// <summary>The first API, which speaks Query. What it does to identities is about no resource.</summary>
    public static IReadOnlyDictionary<string, string> OfFirst { get; } = new Dictionary<string, string>(Nothing(
        """
        CloneReceiptRuleSet CreateConfigurationSetTrackingOptions CreateReceiptFilter CreateReceiptRule CreateReceiptRuleSet CreateTemplate DeleteConfigurationSetTrackingOptions
        DeleteIdentity DeleteIdentityPolicy DeleteReceiptFilter DeleteReceiptRule DeleteReceiptRuleSet DeleteTemplate DeleteVerifiedEmailAddress DescribeActiveReceiptRuleSet
        DescribeConfigurationSet DescribeReceiptRule DescribeReceiptRuleSet GetAccountSendingEnabled GetIdentityDkimAttributes GetIdentityMailFromDomainAttributes
        GetIdentityNotificationAttributes GetIdentityPolicies GetIdentityVerificationAttributes GetSendQuota GetSendStatistics GetTemplate ListConfigurationSets
        ListCustomVerificationEmailTemplates ListIdentities ListIdentityPolicies ListReceiptFilters ListReceiptRuleSets ListTemplates ListVerifiedEmailAddresses PutIdentityPolicy
        ReorderReceiptRuleSet SetActiveReceiptRuleSet SetIdentityDkimEnabled SetIdentityFeedbackForwardingEnabled SetIdentityHeadersInNotificationsEnabled SetIdentityMailFromDomain
        SetIdentityNotificationTopic SetReceiptRulePosition TestRenderTemplate UpdateAccountSendingEnabled UpdateConfigurationSetReputationMetricsEnabled
        UpdateConfigurationSetSendingEnabled UpdateConfigurationSetTrackingOptions UpdateReceiptRule UpdateTemplate VerifyDomainDkim VerifyDomainIdentity VerifyEmailAddress
        VerifyEmailIdentity
        """), StringComparer.Ordinal)
    {
        ["CreateConfigurationSet"] = "configuration-set/ConfigurationSet.Name",
        ["CreateConfigurationSetEventDestination"] = Sets,
        ["CreateCustomVerificationEmailTemplate"] = Templates,
        ["DeleteConfigurationSet"] = Sets,
        ["DeleteConfigurationSetEventDestination"] = Sets,
        ["DeleteCustomVerificationEmailTemplate"] = Templates,
        ["GetCustomVerificationEmailTemplate"] = Templates,
        ["PutConfigurationSetDeliveryOptions"] = Sets,
        ["UpdateConfigurationSetEventDestination"] = Sets,
        ["UpdateCustomVerificationEmailTemplate"] = Templates,
        ["SendBounce"] = "",
        ["SendBulkTemplatedEmail"] = "",
        ["SendCustomVerificationEmail"] = "",
        ["SendEmail"] = "",
        ["SendRawEmail"] = "",
        ["SendTemplatedEmail"] = "",
    };

    /// <summary>The second API, which speaks REST and JSON.</summary>
    public static IReadOnlyDictionary<string, string> OfSecond { get; } = new Dictionary<string, string>(Nothing(
        """
        CreateExportJob CreateImportJob CreateMultiRegionEndpoint GetAccount GetBlacklistReports GetDedicatedIp GetDeliverabilityDashboardOptions GetDomainDeliverabilityCampaign
        GetEmailAddressInsights GetMessageInsights ListConfigurationSets ListContactLists ListCustomVerificationEmailTemplates ListDedicatedIpPools ListDeliverabilityTestReports
        ListDomainDeliverabilityCampaigns ListEmailIdentities ListEmailTemplates ListExportJobs ListImportJobs ListMultiRegionEndpoints ListTenants
        PutAccountDedicatedIpWarmupAttributes PutAccountDetails PutAccountSendingAttributes PutAccountSuppressionAttributes PutAccountVdmAttributes PutDedicatedIpWarmupAttributes
        PutDeliverabilityDashboardOption DeleteSuppressedDestination GetSuppressedDestination ListSuppressedDestinations PutSuppressedDestination
        """), StringComparer.Ordinal)
    {
        ["BatchGetMetricData"] = "",
        ["CancelExportJob"] = "export-job/JobId",
        ["CreateConfigurationSet"] = Sets,
        ["CreateConfigurationSetEventDestination"] = Sets,
        ["CreateContact"] = "contact-list/ContactListName",
        ["CreateContactList"] = "contact-list/ContactListName",
        ["CreateCustomVerificationEmailTemplate"] = Templates,
        ["CreateDedicatedIpPool"] = "dedicated-ip-pool/PoolName",
        ["CreateDeliverabilityTestReport"] = "",
        ["CreateEmailIdentity"] = Identities,
        ["CreateEmailIdentityPolicy"] = Identities,
        ["CreateEmailTemplate"] = "template/TemplateName",
        ["CreateTenant"] = "tenant/TenantName",
        ["CreateTenantResourceAssociation"] = "tenant/TenantName",
        ["DeleteConfigurationSet"] = Sets,
        ["DeleteConfigurationSetEventDestination"] = Sets,
        ["DeleteContact"] = "contact-list/ContactListName",
        ["DeleteContactList"] = "contact-list/ContactListName",
        ["DeleteCustomVerificationEmailTemplate"] = Templates,
        ["DeleteDedicatedIpPool"] = "dedicated-ip-pool/PoolName",
        ["DeleteEmailIdentity"] = Identities,
        ["DeleteEmailIdentityPolicy"] = Identities,
        ["DeleteEmailTemplate"] = "template/TemplateName",
        ["DeleteMultiRegionEndpoint"] = "multi-region-endpoint/EndpointName",
        ["DeleteTenant"] = "tenant/TenantName",
        ["DeleteTenantResourceAssociation"] = "tenant/TenantName",
        ["GetConfigurationSet"] = Sets,
        ["GetConfigurationSetEventDestinations"] = Sets,
        ["GetContact"] = "contact-list/ContactListName",
        ["GetContactList"] = "contact-list/ContactListName",
        ["GetCustomVerificationEmailTemplate"] = Templates,
        ["GetDedicatedIpPool"] = "dedicated-ip-pool/PoolName",
        ["GetDedicatedIps"] = "dedicated-ip-pool/PoolName",
        ["GetDeliverabilityTestReport"] = "deliverability-test-report/ReportId",
        ["GetDomainStatisticsReport"] = "identity/Domain",
        ["GetEmailIdentity"] = Identities,
        ["GetEmailIdentityPolicies"] = Identities,
        ["GetEmailTemplate"] = "template/TemplateName",
        ["GetExportJob"] = "export-job/JobId",
        ["GetImportJob"] = "import-job/JobId",
        ["GetMultiRegionEndpoint"] = "multi-region-endpoint/EndpointName",
        ["GetReputationEntity"] = "",
        ["GetTenant"] = "tenant/TenantName",
        ["ListContacts"] = "contact-list/ContactListName",
        ["ListRecommendations"] = "",
        ["ListReputationEntities"] = "",
        ["ListResourceTenants"] = "arn/ResourceArn",
        ["ListTagsForResource"] = "arn/ResourceArn",
        ["ListTenantResources"] = "tenant/TenantName",
        ["PutConfigurationSetArchivingOptions"] = Sets,
        ["PutConfigurationSetDeliveryOptions"] = Sets,
        ["PutConfigurationSetReputationOptions"] = Sets,
        ["PutConfigurationSetSendingOptions"] = Sets,
        ["PutConfigurationSetSuppressionOptions"] = Sets,
        ["PutConfigurationSetTrackingOptions"] = Sets,
        ["PutConfigurationSetVdmOptions"] = Sets,
        ["PutDedicatedIpInPool"] = "dedicated-ip-pool/DestinationPoolName",
        ["PutDedicatedIpPoolScalingAttributes"] = "dedicated-ip-pool/PoolName",
        ["PutEmailIdentityConfigurationSetAttributes"] = Identities,
        ["PutEmailIdentityDkimAttributes"] = Identities,
        ["PutEmailIdentityDkimSigningAttributes"] = Identities,
        ["PutEmailIdentityFeedbackAttributes"] = Identities,
        ["PutEmailIdentityMailFromAttributes"] = Identities,
        ["SendBulkEmail"] = "",
        ["SendCustomVerificationEmail"] = "",
        ["SendEmail"] = "",
        ["TagResource"] = "arn/ResourceArn",
        ["TestRenderEmailTemplate"] = "template/TemplateName",
        ["UntagResource"] = "arn/ResourceArn",
        ["UpdateConfigurationSetEventDestination"] = Sets,
        ["UpdateContact"] = "contact-list/ContactListName",
        ["UpdateContactList"] = "contact-list/ContactListName",
        ["UpdateCustomVerificationEmailTemplate"] = Templates,
        ["UpdateEmailIdentityPolicy"] = Identities,
        ["UpdateEmailTemplate"] = "template/TemplateName",
        ["UpdateReputationEntityCustomerManagedStatus"] = "",
        ["UpdateReputationEntityPolicy"] = "",
    };

    private static IEnumerable<KeyValuePair<string, string>> Nothing(string names) =>
        names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static name => KeyValuePair.Create(name, "*"));
}
