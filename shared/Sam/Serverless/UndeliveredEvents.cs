using System.Collections.Immutable;

using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Tells which functions wait here in vain: no queue, schedule, bucket, topic or stream calls one.</summary>
internal static class UndeliveredEvents
{
    private const string Instead = "Call the function with 'aws lambda invoke', or through an API.";

    public static ImmutableArray<TemplateNotice> Of(ImmutableArray<Resource> resources, string file) => [.. resources.Select(resource => Of(resource, file)).OfType<TemplateNotice>()];

    private static TemplateNotice? Of(Resource resource, string file) => resource.TypeName switch
    {
        "AWS::Serverless::Function" => OfFunction(resource, file),
        "AWS::S3::Bucket" when !resource.Values.Inner("NotificationConfiguration").Items("LambdaConfigurations").IsEmpty =>
            new TemplateNotice(new SourceLine(file, resource.Values.LineOf("NotificationConfiguration")), resource.LogicalId, $"LocalAws does not tell functions of what happens to a bucket. {Instead}"),
        "AWS::SNS::Topic" when resource.Values.Each("Subscription").Any(static one => one.Text("Protocol") == "lambda") =>
            new TemplateNotice(new SourceLine(file, resource.Values.LineOf("Subscription")), resource.LogicalId, $"LocalAws does not deliver a topic's messages to functions. {Instead}"),
        _ => null,
    };

    private static TemplateNotice? OfFunction(Resource function, string file)
    {
        var waiting = function.Values.Inner("Events").Map.Given
            .Select(static entry => (entry.Key, entry.KeyLine, Type: ((entry.Value as MapNode)?["Type"] as ScalarNode)?.Text))
            .Where(static one => one.Type is not null && FunctionEvents.NeverDelivered.Contains(one.Type))
            .ToList();
        return waiting.Count == 0
            ? null
            : new TemplateNotice(
                new SourceLine(file, waiting[0].KeyLine), function.LogicalId,
                $"LocalAws does not deliver {string.Join(", ", waiting.Select(static one => $"{one.Key} ({one.Type})"))}: nothing here calls the function for {(waiting.Count == 1 ? "it" : "them")}. {Instead}");
    }
}
