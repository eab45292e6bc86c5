using System.Collections.Immutable;
using System.Text;
using Iam;
using Sam.Policies;

namespace Emulation.Principals;

/// <summary>
/// The two session policies that AWS puts on guests in the enhanced flow: one of its own and the managed AmazonCognitoUnAuthedIdentitiesSessionPolicy. A guest may do what the role
/// allows and one of them names. Amazon Cognito Developer Guide, "IAM roles", "Access policies for unauthenticated identities"; AWS Managed Policy Reference, version of May 2026.
/// </summary>
internal static class GuestPolicies
{
    /// <summary>The managed one.</summary>
    public const string Managed = "arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy";

    /// <summary>Cognito's own, a document.</summary>
    public static string Inline { get; } = Allowing("""
        cloudwatch:* logs:* dynamodb:* kinesis:* mobileanalytics:* s3:* ses:* sns:* sqs:* lambda:* machinelearning:* execute-api:* iot:* gamelift:* cognito-identity:*
        cognito-idp:* lex:* polly:* comprehend:* translate:* transcribe:* rekognition:* mobiletargeting:* firehose:* appsync:* personalize:*
        sagemaker:InvokeEndpoint cognito-sync:* codewhisperer:* textract:DetectDocumentText textract:AnalyzeDocument sdb:*
        """);

    /// <summary>Both, as policies are decided with.</summary>
    public static ImmutableArray<Policy> Parsed { get; } =
    [
        Policy.Parse(Inline, PolicyKind.Session, new PolicyOrigin("Cognito's session policy of guests")).Policy!,
        Policy.Parse(AwsManagedPolicies.JsonOf(Managed)!, PolicyKind.Session, new PolicyOrigin(Managed[(Managed.LastIndexOf('/') + 1)..], Managed)).Policy!,
    ];

    private static string Allowing(string actions) => new StringBuilder("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[""")
        .AppendJoin(',', actions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static action => $"\"{action}\""))
        .Append("""],"Resource":"*"}]}""").ToString();
}
