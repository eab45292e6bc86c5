using System.Buffers;
using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Resources;

/// <summary>
/// Finds what a template spells out and only this machine knows: the account that LocalAws makes up, and the ids and names that it makes up for the template's own
/// resources. All of it works here, and names somebody else's resources or none where the template is deployed.
/// </summary>
internal sealed class LiteralIds(ImmutableArray<Resource> resources, ImmutableArray<TemplateReference> references, StackOptions options, ErrorList errors)
{
    /// <summary>Shorter ones are words that anybody may write.</summary>
    private const int ShortestId = 8;

    /// <summary>Words for people: they decide nothing.</summary>
    private static readonly string[] Prose = ["Description", "Comment", "Sid", "Tags"];

    private readonly ImmutableArray<TemplateReference> madeUp = [.. references
        .Where(static one => one.Value.Length >= ShortestId && !one.Value.StartsWith("arn:", StringComparison.Ordinal) && !one.Value.Contains("://", StringComparison.Ordinal))
        .Where(static one => !one.IsNamed || one.TypeName is "AWS::Serverless::Api" or "AWS::Serverless::HttpApi" or "AWS::ApiGateway::RestApi"
            || (one.TypeName.StartsWith("AWS::Cognito::", StringComparison.Ordinal) && one.Attribute != "Name"))
        .OrderByDescending(static one => one.Value.Length)];

    private SearchValues<string>? madeUpText;

    public void Report()
    {
        foreach (var resource in resources.Where(static resource => resource.Declaration.GeneratedFor is null))
        {
            Walk(resource, resource.Declaration.Properties, "");
        }
    }

    private void Walk(Resource resource, Node node, string key)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Given.Where(static entry => !Prose.Contains(entry.Key)))
                {
                    Walk(resource, entry.Value, MapNode.IsFunction(entry.Key) ? key : entry.Key);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Walk(resource, item, key);
                }

                break;
            case ScalarNode { Text: var text } scalar when Known(text) is { } known:
                Report(
                    resource, scalar, $"'{text}' holds {known.Value}, which is {known.LogicalId} on this machine only",
                    text == known.Value && known.Attribute is null ? $"Write !Ref {known.LogicalId}." : $"Write {known.Variable} in its place, with !Sub.");
                break;
            case ScalarNode { Text: var text } scalar when HoldsAccount(text, key):
                Report(
                    resource, scalar, $"'{text}' holds the account {options.AccountId}, which LocalAws makes up",
                    text == options.AccountId ? "Write !Ref AWS::AccountId." : "Write ${AWS::AccountId} in its place, with !Sub.");
                break;
        }
    }

    private TemplateReference? Known(string text)
    {
        // All at once: a large template has thousands of both.
        madeUpText ??= SearchValues.Create([.. madeUp.Select(static one => one.Value)], StringComparison.Ordinal);
        return text.Length >= ShortestId && text.AsSpan().ContainsAny(madeUpText) ? madeUp.First(one => text.Contains(one.Value, StringComparison.Ordinal)) : null;
    }

    // In an ARN an account stands between colons. Alone it is one where policies, permissions and SAM's lists name accounts.
    private bool HoldsAccount(string text, string key) => text == options.AccountId
        ? key is "AWS" or "Principal" or "SourceAccount" || key.StartsWith("AwsAccount", StringComparison.Ordinal) || key.Contains(':', StringComparison.Ordinal)
        : text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains($":{options.AccountId}:", StringComparison.Ordinal);

    private void Report(Resource resource, ScalarNode at, string what, string remedy) =>
        errors.AddTrap(TrapKind.LiteralId, at.Line, resource.LogicalId, $"{what}: where the template is deployed it is not that.", remedy);
}
