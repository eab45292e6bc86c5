using System.Collections.Immutable;
using System.Text;
using Iam;
using Sam.Policies;

namespace Emulation.CognitoIdentity.Credentials;

/// <summary>
/// The two session policies that AWS puts on guests in the enhanced flow: one of its own and the managed AmazonCognitoUnAuthedIdentitiesSessionPolicy. A guest may do what the role
/// allows and one of them names. Amazon Cognito Developer Guide, "IAM roles", "Access policies for unauthenticated identities"; AWS Managed Policy Reference, version of May 2026.
/// </summary>
internal static class GuestPolicies
{
    private const string Managed = "arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy";

    public static ImmutableArray<string> All { get; } =
    [
        Allowing("""
            cloudwatch:* logs:* dynamodb:* kinesis:* mobileanalytics:* s3:* ses:* sns:* sqs:* lambda:* machinelearning:* execute-api:* iot:* gamelift:* cognito-identity:* cognito-idp:* lex:*
            polly:* comprehend:* translate:* transcribe:* rekognition:* mobiletargeting:* firehose:* appsync:* personalize:* sagemaker:InvokeEndpoint cognito-sync:* codewhisperer:*
            textract:DetectDocumentText textract:AnalyzeDocument sdb:*
            """),
        AwsManagedPolicies.JsonOf(Managed)!,
    ];

    /// <summary>The same, as policies are decided with.</summary>
    public static ImmutableArray<Policy> Parsed { get; } = [.. All.Select(static json => Policy.Parse(json, PolicyKind.Session, new PolicyOrigin("the session policy of guests")).Policy!)];

    private static string Allowing(string actions) => new StringBuilder("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[""")
        .AppendJoin(',', actions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static action => $"\"{action}\""))
        .Append("""],"Resource":"*"}]}""").ToString();
}
