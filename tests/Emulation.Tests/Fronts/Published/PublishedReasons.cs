using System.Collections.Immutable;
using Emulation.Tests.ServiceAuthorization;

namespace Emulation.Tests.Fronts.Published;

/// <summary>Where a service that is written by hand asks otherwise than AWS's Service Reference lists, and why.</summary>
internal static class PublishedReasons
{
    private const string AsInRefusals = "The reference has no resource; AWS's refusals show this ARN, and a policy that names it allows.";
    private const string OnBehalf = "There only where a service calls KMS for somebody; these calls are their callers' own.";
    private const string NoTagsSent = "The operation has no tags.";
    private const string NotMade = "What is not made yet has no ARN.";
    private const string OfReplicas = "AWS KMS Developer Guide, \"Multi-Region keys\": kms:CreateKey in the other region, and kms:TagResource with tags. Which keys of the new key it has no page says.";
    private const string Everywhere = "AWS KMS Developer Guide, \"AWS KMS condition keys\": of every operation; the region is a key of every request.";
    private const string OwnActionAlone = "Amazon CloudWatch Logs User Guide, \"CloudWatch Logs permissions reference\": the operation's own action alone.";
    private const string OfTheAccount = "The policy is the account's, and names no log group.";
    private const string NotSaid = "What says it is no member of the call, and no server is asked for it.";
    private const string OfSinks = "For links and sinks of another API that reads metrics across accounts.";
    private const string AwsDocuments = "AWS's own documents belong to no account: users' logs.";
    private const string InContent = "For roles in a document's content, which is passed by who runs it.";
    private const string OneRequest = "The parts of one request are asked with the keys of all of it.";
    private const string Names = "The call names no resource of a type that the action has.";

    public static ImmutableArray<Reason> All { get; } =
    [
        new("* *: iam:PassRole lacks iam:AssociatedResourceArn", "IAM User Guide, \"IAM and AWS STS condition context keys\", has EC2 as its example; no page says that these services set it."),

        new("events *: events:* lacks events:ManagedBy", "Of rules that AWS's own services made, of which there are none here."),
        new("events CreateEventBus: events:TagResource lacks events:creatorAccount", "Of rules alone."),
        new("events List*: events:List* is asked on arn:aws:events:us-east-1:111122223333:*", AsInRefusals),

        new("kms *: kms:* lacks kms:ViaService", OnBehalf),
        new("kms *: kms:* lacks kms:RecipientAttestation:*", "Only an attested enclave sends what says it."),
        new("kms *: kms:* lacks kms:ResourceAliases", "The server is asked for it where a policy names it."),
        new("kms *: kms:* lacks kms:TrailingDaysWithoutKeyUsage", "No server tells when a key was used last."),
        new("kms CreateKey: kms:PutKeyPolicy is not asked", "The policy comes with the key: kms:CreateKey alone is asked. A guess."),
        new("kms CreateKey: kms:* lacks aws:ResourceTag/${TagKey}", NotMade),
        new("kms CreateKey: kms:CreateKey lacks kms:MultiRegionKeyType", "Of keys that are there."),
        new("kms *Key: kms:TagResource is asked on ?", NotMade),
        new("kms ReplicateKey: kms:*", OfReplicas),
        new("kms UpdatePrimaryRegion: kms:UpdatePrimaryRegion has aws:RequestedRegion besides", Everywhere),
        new("kms List*: kms:List* has kms:CallerAccount besides", Everywhere),
        new("kms RetireGrant: kms:RetireGrant lacks kms:*", "They are the grant's, which the call does not say."),
        new("kms CreateGrant: kms:CreateGrant lacks kms:GrantConstraintSourceArn", "Newer than AWS's model of the operation: a constraint that is not known is refused."),

        new("logs DescribeLogGroups: logs:DescribeLogGroups is asked on arn:aws:logs:us-east-1:111122223333:log-group::log-stream:", AsInRefusals),
        new("logs *: logs:FilterLogEvents is not asked", OwnActionAlone),
        new("logs GetQueryResults: logs:Unmask is not asked", "Whether data are shown was asked when the query began."),
        new("logs StartQuery: logs:Describe* is not asked", OwnActionAlone),
        new("logs ListLogGroups: logs:DescribeLogGroups is not asked", OwnActionAlone),
        new("logs *LookupTable: logs:GetQueryResults is not asked", "For a table that is made of a query's results, which no member says."),
        new("logs CreateLogGroup: logs:TagLogGroup is not asked", "The older name of logs:TagResource, which is asked."),
        new("logs *AccountPolicy: logs:* is asked on ?", OfTheAccount),
        new("logs *AccountPolicy: logs:*RetentionPolicy is not asked", "No policy of an account is of retention."),
        new("logs List*: logs:List* is asked on ?", Names),
        new("logs DeleteDeliverySource: logs:DeleteDeliverySource is asked on *", "The reference has the source's ARN with another's type."),
        new("logs PutIntegration: iam:PassRole is asked besides", "A role is given to the service: the safer side."),
        new("logs UpdateDeliveryConfiguration: logs:UpdateDeliveryConfiguration lacks aws:*", NoTagsSent),
        new("logs DescribeMetricFilters: logs:DescribeMetricFilters lacks aws:ResourceTag/${TagKey}", Names),

        new("monitoring *: cloudwatch:* is asked on ?", "No call names a dataset, and CloudWatch's refusals show no resource."),
        new("monitoring *: cloudwatch:* lacks aws:ResourceTag/${TagKey}", Names),
        new("monitoring *: oam:* is not asked", OfSinks),
        new("monitoring ListManagedInsightRules: cloudwatch:ListManagedInsightRules lacks aws:*", NoTagsSent),

        new("secretsmanager *: secretsmanager:* lacks aws:RequestTag/${TagKey}", NoTagsSent),
        new("secretsmanager *: secretsmanager:* lacks aws:TagKeys", NoTagsSent),
        new("secretsmanager CreateSecret: secretsmanager:* has secretsmanager:* besides", OneRequest),
        new("secretsmanager CreateSecret: secretsmanager:* lacks *", NotMade),
        new("secretsmanager BatchGetSecretValue: secretsmanager:GetSecretValue lacks secretsmanager:Version*", "A batch takes current versions alone, and names none."),
        new("secretsmanager ValidateResourcePolicy: secretsmanager:PutResourcePolicy lacks secretsmanager:BlockPublicPolicy", "The operation has no such member."),
        new("secretsmanager *: lambda:InvokeFunction *", "AWS Secrets Manager API Reference, RotateSecret: the function that rotates is called, by nobody's URL."),

        new("ses *: ses:* is asked on ?", NotMade + " " + Names),
        new("ses *: ses:* lacks aws:ResourceTag/${TagKey}", Names),
        new("ses SendCustomVerificationEmail: ses:SendCustomVerificationEmail is asked on arn:aws:ses:us-east-1:111122223333:configuration-set/*", "The call names it, as others that send: the safer side."),
        new("ses SendCustomVerificationEmail: ses:SendCustomVerificationEmail lacks ses:*", "The sender is the template's, which the call does not say."),
        new("ses SendEmail: ses:SendRawEmail is asked besides", "Of a message that the client wrote: the safer side."),
        new("ses Send*Email: ses:SendRawEmail lacks ses:*", "Said in no member; the message's own headers are read for sender and recipients."),
        new("ses SendBulkEmail: ses:SendBulkEmail has ses:* besides", "Amazon SES Developer Guide, \"Controlling access to Amazon SES\": keys of the operations that send."),
        new("ses *ExportJob: ses:*ExportJob lacks ses:ExportSourceType", NotSaid),
        new("ses CreateTenantResourceAssociation: ses:CreateTenantResourceAssociation lacks aws:*", NoTagsSent),
        new("ses UpdateReputationEntityPolicy: ses:UpdateReputationEntityPolicy is asked on arn:aws:ses:us-east-1:111122223333:reputation-policy/*", "The policy that the call names, beside the entity: the safer side."),

        new("sns *: sns:* is asked on arn:aws:sns:us-east-1:111122223333:*", AsInRefusals + " Of what an application has, the application's: recorded of GetEndpointAttributes."),

        new("sqs ListQueues: sqs:ListQueues is asked on arn:aws:sqs:us-east-1:111122223333:", AsInRefusals),

        new("ssm Describe*: ssm:Describe* is asked on arn:aws:ssm:us-east-1:111122223333:*", AsInRefusals),
        new("ssm *: ssm:* is asked on arn:aws:ssm:us-east-1::document/*", AwsDocuments),
        new("ssm *: ssm:* lacks ssm:Document*", NotSaid),
        new("ssm *: ssm:* lacks *:SourceInstanceARN", "Of calls that an instance makes with its own role."),
        new("ssm CreateAssociationBatch: ssm:CreateAssociation is not asked", "A batch is asked as the batch that it is: a guess."),
        new("ssm CreateAssociationBatch: ssm:CreateAssociationBatch lacks aws:*", NoTagsSent),
        new("ssm CreateDocument: ssm:GetDocument is not asked", "Of documents that a new one requires."),
        new("ssm StartChangeRequestExecution: ssm:AddTagsToResource is asked besides", "Something is tagged: the safer side."),
        new("ssm *: ssm:* lacks aws:ResourceTag/${TagKey}", "The tags of machines, which EC2 tells and Systems Manager does not."),
        new("ssm *: ssm:* lacks ssm:resourceTag/*", "The tags of machines, which EC2 tells, and of sessions, which nobody does."),
        new("ssm StartSession: ssm:StartSession lacks ssm:*", "The document of a session is asked for always."),
        new("ssm *Document: iam:PassRole is not asked", InContent),
        new("ssm *Automation*Execution*: iam:PassRole is not asked", "It reads: no role is passed."),

        new("states StartExecution: states:DescribeExecution is not asked", "For clients that wait for its end, which call it themselves."),
        new("states UpdateStateMachine: states:UpdateStateMachine lacks aws:*", NoTagsSent),
        new("states *: states:* lacks aws:ResourceTag/${TagKey}", "AWS Step Functions API Reference, ListTagsForResource: machines and activities have tags, runs none that can be asked for."),
        new("states ListStateMachines: states:ListStateMachines is asked on arn:aws:states:us-east-1:111122223333:stateMachine:*", AsInRefusals),
    ];
}
