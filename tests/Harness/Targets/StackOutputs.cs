using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using SigV4;

namespace Harness.Targets;

/// <summary>What a deployed stack says of itself: the values of its template's <c>Outputs</c>.</summary>
/// <param name="Account">The account that it is deployed in.</param>
/// <param name="Values">The values by their keys.</param>
public sealed record StackOutputs(string Account, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Asks CloudFormation. CloudFormation API Reference, "DescribeStacks".</summary>
    /// <param name="cloudFormation">Such as <c>https://cloudformation.us-east-1.amazonaws.com</c>.</param>
    /// <param name="region">The stack's region.</param>
    /// <param name="stackName">Its name or id.</param>
    /// <param name="credentials">Who asks; needs <c>cloudformation:DescribeStacks</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">CloudFormation refused, or the stack is being changed or has failed.</exception>
    public static async Task<StackOutputs> DescribeAsync(Uri cloudFormation, string region, string stackName, AwsCredentials credentials, CancellationToken cancellation = default)
    {
        using var http = TargetClients.Signed(cloudFormation, region, credentials, "cloudformation");
        using var form = new StringContent(
            $"Action=DescribeStacks&Version=2010-05-15&StackName={Uri.EscapeDataString(stackName)}", Encoding.UTF8,
            "application/x-www-form-urlencoded");
        using var response = await http.PostAsync(new Uri("", UriKind.Relative), form, cancellation).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"DescribeStacks of '{stackName}' was refused: {(int)response.StatusCode} {text}");
        }

        var stack = Below(XDocument.Parse(text).Root!, "Stacks").Elements().First(static element => element.Name.LocalName == "member");
        return Complete(
            Text(stack, "StackId"),
            Text(stack, "StackStatus"),
            stack.Elements().Where(static element => element.Name.LocalName == "Outputs").Elements()
                .Select(static output => KeyValuePair.Create(Text(output, "OutputKey"), Text(output, "OutputValue"))));
    }

    /// <summary>Reads what <c>aws cloudformation describe-stacks --stack-name NAME</c> printed.</summary>
    /// <exception cref="InvalidOperationException">The stack is being changed or has failed, or the file is something else.</exception>
    public static StackOutputs Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!json.RootElement.TryGetProperty("Stacks", out var stacks) || stacks.GetArrayLength() != 1)
        {
            throw new InvalidOperationException($"{file} does not hold one stack. Make it with: aws cloudformation describe-stacks --stack-name NAME > {file}");
        }

        var outputs = stacks[0].TryGetProperty("Outputs", out var found) ? found.EnumerateArray() : default;
        return Complete(
            stacks[0].GetProperty("StackId").GetString()!,
            stacks[0].GetProperty("StackStatus").GetString()!,
            outputs.Select(static output => KeyValuePair.Create(output.GetProperty("OutputKey").GetString()!, output.GetProperty("OutputValue").GetString()!)));
    }

    /// <summary>A value.</summary>
    /// <exception cref="ArgumentException">There is none of that key.</exception>
    public string this[string key] => Values.TryGetValue(key, out var value)
        ? value
        : throw new ArgumentException(
            $"The stack has no output '{key}'. It has {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}. Add it to the template's Outputs.",
            nameof(key));

    private static StackOutputs Complete(string stackId, string status, IEnumerable<KeyValuePair<string, string>> outputs) =>
        status.EndsWith("_COMPLETE", StringComparison.Ordinal) && status is not ("DELETE_COMPLETE" or "ROLLBACK_COMPLETE")
            ? new(stackId.Split(':')[4], outputs.ToDictionary(StringComparer.Ordinal))
            : throw new InvalidOperationException($"The stack {stackId} is {status}. Deploy it first.");

    private static XElement Below(XElement element, string name) => element.Descendants().First(below => below.Name.LocalName == name);

    private static string Text(XElement element, string name) => element.Elements().First(below => below.Name.LocalName == name).Value;
}
