using System.Diagnostics;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Data;

namespace Emulation.Tests.ServiceReference;

/// <summary>The data of AWS's services, as the engine reads them: all of them can be read, and they are what another program took from the same sources.</summary>
public class What_AWS_publishes
{
    public static TheoryData<string> Extracted => [.. ExtractedService.All.Select(static one => one.Prefix)];

    [Fact]
    public void Says_where_it_is_from_and_of_which_day()
    {
        Assert.Equal(3, ServiceData.Source.Length);
        Assert.Matches("^AWS Service Reference .* copy of 20[0-9]{2}-[0-9]{2}-[0-9]{2}$", ServiceData.Source[0]);
        Assert.Contains("MIT License", ServiceData.Source[1], StringComparison.Ordinal);
        Assert.Contains("Apache License 2.0", ServiceData.Source[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Can_be_read_of_every_service()
    {
        var services = ServiceData.Prefixes.Select(static prefix => ServiceData.Find(prefix)!).ToList();

        Assert.InRange(services.Count, 450, 600);
        Assert.InRange(services.Sum(static service => service.Actions.Count), 22_000, 30_000);
        Assert.InRange(services.Sum(static service => service.Apis.Length), 420, 600);
        Assert.InRange(services.Sum(static service => service.Operations.Count()), 19_000, 25_000);
        Assert.All(services, static service => Assert.Equal(service.Prefix, ServiceData.Find(service.Prefix.ToUpperInvariant())!.Prefix));
    }

    [Fact]
    public void Names_only_resource_types_that_have_a_form()
    {
        var formless =
            from prefix in ServiceData.Prefixes
            from type in ServiceData.Find(prefix)!.Types
            where type.Formats.IsEmpty || !type.Formats.All(static format => format.Text.StartsWith("arn:${Partition}:", StringComparison.Ordinal))
            select $"{prefix} {type.Name}";

        Assert.Empty(formless);
    }

    [Theory, MemberData(nameof(Extracted))]
    public void Has_the_actions_of_a_service_with_their_levels_types_and_keys(string prefix)
    {
        var service = ServiceData.Find(prefix)!;
        foreach (var (name, (level, types, keys)) in ExtractedService.Of(prefix).Actions)
        {
            var action = service.Actions[name];

            Assert.Equal($"{prefix}:{name}", action.Name);
            Assert.Equal((name, level), (name, action.Level.ToString()[..1] switch { "R" => "R", "L" => "L", "W" => "W", "T" => "T", var other => other }));
            Assert.Equal(types.Order(StringComparer.Ordinal), action.Targets.Select(static target => $"{target.Type.Name}{(target.IsRequired ? "!" : "")}").Order(StringComparer.Ordinal));

            // Those of one type of resource alone are among them too.
            Assert.Empty(keys.Except(action.Keys.Select(static key => key.Name), StringComparer.Ordinal));
            Assert.Empty(action.Keys.Except(service.Keys));
        }
    }

    [Theory, MemberData(nameof(Extracted))]
    public void Has_the_resource_types_and_keys_of_a_service(string prefix)
    {
        var (service, extracted) = (ServiceData.Find(prefix)!, ExtractedService.Of(prefix));
        foreach (var (name, (formats, keys)) in extracted.Types)
        {
            var type = Assert.Single(service.Types, type => type.Name == name);
            Assert.Equal(formats, type.Formats.Select(static format => format.Text));
            Assert.Equal(keys.Order(StringComparer.Ordinal), type.Keys.Select(static key => key.Name).Order(StringComparer.Ordinal));
        }

        foreach (var (name, type) in extracted.KeyTypes)
        {
            var key = Assert.Single(service.Keys, key => key.Name == name);
            Assert.Equal(type.StartsWith("ArrayOf", StringComparison.Ordinal), key.HasSeveral);
            Assert.Equal(Type(type.Replace("ArrayOf", "", StringComparison.Ordinal)), key.Type);
        }
    }

    [Theory, MemberData(nameof(Extracted))]
    public void Has_the_actions_that_operations_ask(string prefix)
    {
        var service = ServiceData.Find(prefix)!;
        var extracted = ExtractedService.Of(prefix).Operations;
        foreach (var operation in service.Operations)
        {
            var own = service.Actions.ContainsKey(operation.Name) ? (string[])[$"{prefix}:{operation.Name}"] : [];

            // What is listed with no action is what it is named for, if there is an action of that name.
            var listed = extracted.TryGetValue(operation.Name, out var actions) && actions.Length > 0 ? actions.Select(action => action.Contains(':', StringComparison.Ordinal) ? action : $"{prefix}:{action}") : own;
            Assert.Equal((operation.Name, string.Join(' ', listed.Order(StringComparer.Ordinal))), (operation.Name, string.Join(' ', operation.Actions.Select(static action => action.Name).Order(StringComparer.Ordinal))));
        }

        Assert.Empty(extracted.Keys.Except(service.Operations.Select(static operation => operation.Name), StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Extracted))]
    public void Has_every_operation_of_a_service(string prefix)
    {
        foreach (var (model, operations) in ExtractedService.Of(prefix).Modelled)
        {
            var api = Assert.Single(ServiceData.Find(prefix)!.Apis, api => api.Name == model);

            Assert.Equal(operations, api.Operations.Values.Where(static operation => operation.HasMembers).Select(static operation => operation.Name).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Of the services that have fronts of their own. An operation without an action is refused, so that each of them is known by name here.</summary>
    [Theory]
    [InlineData("s3", "CreateSession ListDirectoryBuckets RenameObject WriteGetObjectResponse")]
    [InlineData("sqs", "")]
    [InlineData("sns", "")]
    [InlineData("events", "")]
    [InlineData("stepfunctions", "")]
    [InlineData("secretsmanager", "")]
    [InlineData("ssm", "")]
    [InlineData("kms", "")]
    [InlineData("kinesis", "")]
    [InlineData("logs", "GetLogObject")]
    [InlineData("cloudwatch", "AssociateDatasetKmsKey DescribeAlarmContributors DisassociateDatasetKmsKey")]
    [InlineData("ses", "")]
    [InlineData("sesv2", "")]
    [InlineData("lambda", "GetEventSource ListEventSources RemoveEventSource UploadFunction")]
    public void Tells_the_actions_of_all_operations_but(string api, string without) => Assert.Equal(
        without,
        string.Join(' ', ServiceData.Find(api)!.Apis.Single(one => one.Name == api).Operations.Values.Where(static operation => operation.Actions.IsEmpty).Select(static operation => operation.Name).Order(StringComparer.Ordinal)));

    [Theory, MemberData(nameof(Extracted))]
    public void Has_the_wire_of_a_service(string prefix)
    {
        foreach (var wire in ExtractedService.Of(prefix).Apis)
        {
            var api = Assert.Single(ServiceData.SignedAs(wire[1]), api => api.Name == wire[0]);

            Assert.Equal(wire, (string[])[api.Name, api.SigningName, string.Join(' ', api.Protocols), api.JsonVersion, api.Target, api.Version, api.XmlNamespace]);
            Assert.Equal(prefix, api.Service.Prefix);
        }
    }

    [Theory]
    [InlineData("sqs", "sqs")]
    [InlineData("monitoring", "cloudwatch")]
    [InlineData("states", "states")]
    [InlineData("stepfunctions", "states")]
    [InlineData("tagging", "tag")]
    [InlineData("sesv2", "ses")]
    public void Finds_a_service_by_the_name_in_a_signature_and_of_its_API(string name, string prefix) => Assert.Equal(prefix, ServiceData.Find(name)?.Prefix);

    [Fact]
    public void Finds_no_service_that_AWS_has_not() => Assert.Null(ServiceData.Find("sqss"));

    [Fact]
    public void Tells_the_APIs_that_share_a_name_in_signatures()
    {
        Assert.Equal(["mailmanager", "pinpoint-email", "ses", "sesv2"], ServiceData.SignedAs("ses").Select(static api => api.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["connect", "execute-api"], ServiceData.SignedAs("execute-api").Select(static api => api.Service.Prefix).Order(StringComparer.Ordinal));
        Assert.Empty(ServiceData.SignedAs("SES"));
    }

    [Theory]
    [InlineData("s3:GetObject", null)]
    [InlineData("S3:getobject", null)]
    [InlineData("s3:GetObjct", "s3 has no action 'GetObjct'. Did you mean 's3:GetObject'?")]
    [InlineData("sqss:SendMessage", "IAM has no service 'sqss'. Did you mean 'sqs:SendMessage'?")]
    [InlineData("monitoring:PutMetricData", "IAM has no service 'monitoring'. Did you mean 'cloudwatch:PutMetricData'?")]
    [InlineData("s3:BakeBread", "s3 has no action 'BakeBread'.")]
    [InlineData("BakeBread", "IAM has no service ''.")]
    public void Tells_what_is_no_action_and_what_may_be_meant(string action, string? told) => Assert.Equal(told, ServiceData.WhyNoAction(action));

    [Fact]
    public void Knows_streams_of_bodies_answers_and_events()
    {
        ModelOperation Of(string api, string operation) => ServiceData.Find(api)!.Apis.Single(one => one.Name == api).Operations[operation];

        Assert.True(Of("s3", "PutObject").BodyStreams);
        Assert.True(Of("s3", "GetObject").AnswerStreams);
        Assert.True(Of("lambda", "InvokeWithResponseStream").AnswersEvents);
        Assert.True(Of("kinesis", "SubscribeToShard").AnswersEvents);
        Assert.False(Of("lambda", "ListFunctions").AnswerStreams);
        Assert.True(Of("sts", "AssumeRoleWithWebIdentity").IsOpen);
        Assert.False(Of("sts", "AssumeRole").IsOpen);
    }

    /// <summary>A request may be the first of its service. The figure has room for a busy machine: the largest takes some milliseconds.</summary>
    [Fact]
    public void Is_read_of_the_largest_service_while_a_request_waits()
    {
        var file = ServiceDataFile.Open();
        file.Read("s3");
        var best = Enumerable.Range(0, 5).Min(_ =>
        {
            var since = Stopwatch.GetTimestamp();
            file.Read("ec2");
            return Stopwatch.GetElapsedTime(since);
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds} ms");
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    private static ServiceKeyType Type(string name) => name switch
    {
        "Numeric" or "Long" or "Integer" => ServiceKeyType.Number,
        "Bool" or "Boolean" => ServiceKeyType.Boolean,
        "Date" => ServiceKeyType.Date,
        "ARN" or "Arn" => ServiceKeyType.Arn,
        "IPAddress" => ServiceKeyType.Address,
        _ => ServiceKeyType.Text,
    };
}
