using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Tells which functions wait here in vain: no queue, schedule, bucket, topic or stream calls one.</summary>
internal static class UndeliveredEvents
{
    private const string Instead = "Call the function with 'aws lambda invoke', or through an API.";

    public static ImmutableArray<TemplateNotice> Of(ImmutableArray<Resource> resources, string file) =>
        [.. resources.Select(resource => Of(resource, file)).OfType<TemplateNotice>()];

    private static TemplateNotice? Of(Resource resource, string file) => resource.TypeName switch
    {
        "AWS::Serverless::Function" => OfFunction(resource, file),
        "AWS::S3::Bucket" when !resource.Values.Inner("NotificationConfiguration").Items("LambdaConfigurations").IsEmpty =>
            At(resource, "NotificationConfiguration", file, "LocalAws does not tell functions of what happens to a bucket."),
        "AWS::SNS::Topic" when resource.Values.Each("Subscription").Any(static one => one.Text("Protocol") == "lambda") =>
            At(resource, "Subscription", file, "LocalAws does not deliver a topic's messages to functions."),
        _ => null,
    };

    private static TemplateNotice At(Resource resource, string property, string file, string what) =>
        new(new SourceLine(file, resource.Values.LineOf(property)), resource.LogicalId, $"{what} {Instead}");

    private static TemplateNotice? OfFunction(Resource function, string file)
    {
        var waiting = function.Values.Inner("Events").Map.Given
            .Select(static entry => (entry.Key, entry.KeyLine, Type: ((entry.Value as MapNode)?["Type"] as ScalarNode)?.Text))
            .Where(static one => one.Type is not null && EventSource.All.TryGetValue(one.Type, out var source) && !source.IsDelivered)
            .ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var events = string.Join(", ", waiting.Select(static one => $"{one.Key} ({one.Type})"));
        return new TemplateNotice(
            new SourceLine(file, waiting[0].KeyLine), function.LogicalId,
            $"LocalAws does not deliver {events}: nothing here calls the function for {(waiting.Count == 1 ? "it" : "them")}. {Instead}");
    }
}
