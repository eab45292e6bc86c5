using Emulation.Fronts.Email;
using Emulation.Fronts.Events;
using Emulation.Fronts.Kinesis;
using Emulation.Fronts.Kms;
using Emulation.Fronts.Logs;
using Emulation.Fronts.Monitoring;
using Emulation.Fronts.Secrets;
using Emulation.Fronts.Sns;
using Emulation.Fronts.Sqs;
using Emulation.Fronts.Ssm;
using Emulation.Fronts.States;
using Emulation.Tests.Fronts.Email;
using Emulation.Tests.Fronts.Events;
using Emulation.Tests.Fronts.Kinesis;
using Emulation.Tests.Fronts.Kms;
using Emulation.Tests.Fronts.Logs;
using Emulation.Tests.Fronts.Monitoring;
using Emulation.Tests.Fronts.Secrets;
using Emulation.Tests.Fronts.Sns;
using Emulation.Tests.Fronts.Sqs;
using Emulation.Tests.Fronts.Ssm;
using Emulation.Tests.Fronts.States;
using Emulation.Tests.Upstreams;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Published;

/// <summary>Calls of each service's operations: those of its own tests, and those of <c>further-calls.txt</c>, which have the members that other condition keys come from.</summary>
internal static class SampledCalls
{
    private static readonly ILookup<string, SampledCall> Further = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fronts", "Published", "further-calls.txt"))
        .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(" | ", 3))
        .ToLookup(static row => row[0].Split('/')[0], static row => new SampledCall(row[1], row[2], row[0].Split('/') is [_, var api] ? api : null));

    private static readonly FrontedService[] Services =
    [
        new EmailService(), new EventsService(), new KinesisService(), new KmsService(), new LogsService(), new MonitoringService(), new SecretsManagerService(), new SnsService(), new SqsService(),
        new SsmService(), new StatesService(),
    ];

    /// <summary>The calls of a service, by its name in signatures.</summary>
    public static IEnumerable<SampledCall> Of(string service) => (service switch
    {
        "events" => Rows(What_a_call_of_EventBridge_asks.Operations),
        "kinesis" => Rows(What_a_call_of_Kinesis_asks.Operations),
        "kms" => Rows(What_a_call_of_KMS_asks.Operations),
        "logs" => Rows(What_a_call_of_CloudWatch_Logs_asks.Operations),
        "monitoring" => Rows(What_a_call_of_CloudWatch_asks.Operations),
        "secretsmanager" => Rows(What_a_call_of_Secrets_Manager_asks.Operations),
        "ses" => What_a_call_of_SES_asks.First.Select(static row => new SampledCall(row.Data.Item1, row.Data.Item2, null))
            .Concat(What_a_call_of_SES_asks.OfSecond.Select(static row => new SampledCall(row.Data.Item1, row.Data.Item2, "sesv2"))),
        "sns" => Rows(What_a_call_of_SNS_asks.Operations),
        "sqs" => Rows(What_a_call_of_SQS_asks.Operations),
        "ssm" => Rows(What_a_call_of_Systems_Manager_asks.Operations),
        "states" => Rows(What_a_call_of_Step_Functions_asks.Operations),
        _ => [],
    }).Concat(Further[service]);

    /// <summary>Those of the file alone.</summary>
    public static IEnumerable<SampledCall> FurtherOf(string service) => Further[service];

    /// <summary>A service as it is written by hand.</summary>
    public static FrontedService Written(string service) => Services.Single(one => one.SigningName == service);

    /// <summary>Who asks, with what the service's server would say.</summary>
    public static AskedCall Prepared(string service)
    {
        var call = new AskedCall();
        foreach (var (operation, answer) in service switch
        {
            "kinesis" => (IEnumerable<(string, string)>)[("DescribeStreamConsumer", """{"ConsumerDescription":{"ConsumerARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"} }""")],
            "kms" => [("DescribeKey", $$"""{"KeyMetadata":{"Arn":"{{KeyCase.Key}}","KeySpec":"SYMMETRIC_DEFAULT","KeyUsage":"ENCRYPT_DECRYPT","Origin":"AWS_KMS","MultiRegion":true,"MultiRegionConfiguration":{"MultiRegionKeyType":"PRIMARY"} } }""")],
            "secretsmanager" =>
            [
                ("DescribeSecret", """{"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:partner/key-AbCdEf","Name":"partner/key","PrimaryRegion":"us-east-1","RotationLambdaARN":"arn:aws:lambda:us-east-1:111122223333:function:rotate","Type":"t","Tags":[{"Key":"team","Value":"a"}]}"""),
                ("ListSecrets", """{"SecretList":[{"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:partner/key-AbCdEf","Name":"partner/key"}]}"""),
            ],
            "ses" => [("GetIdentityVerificationAttributes", """{"VerificationAttributes":{"example.com":{"VerificationStatus":"Success"} } }""")],
            _ => [],
        })
        {
            call.Known[operation] = answer;
        }

        // A label that is to be taken away.
        call.Policies.Put("arn:aws:sqs:us-east-1:111122223333:orders", Policy.Parse(
            """{"Statement":[{"Sid":"gone","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:111122223333:orders"}]}""",
            PolicyKind.Resource, new PolicyOrigin("p")).Policy!);
        return call;
    }

    private static IEnumerable<SampledCall> Rows(TheoryData<string, string, string[]> table) => table.Select(static row => new SampledCall(row.Data.Item1, row.Data.Item2, null));
}

/// <summary>A call, under the names of the service's model.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Members">What it says, in JSON.</param>
/// <param name="Api">The model, where the service has several; null for its first.</param>
internal sealed record SampledCall(string Operation, string Members, string? Api);
