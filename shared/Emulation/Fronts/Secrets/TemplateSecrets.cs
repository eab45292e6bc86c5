using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Sam;

namespace Emulation.Fronts.Secrets;

/// <summary>
/// The secrets of the templates where no server runs Secrets Manager: what they are and what they hold is the template's to say, so a function finds its secret with no second
/// program. They are read here and never changed; everything else of the service needs a server. AWS Secrets Manager API Reference, DescribeSecret and GetSecretValue.
/// </summary>
/// <param name="stacks">The stacks.</param>
/// <param name="values">What the secrets hold.</param>
internal sealed class TemplateSecrets(IEnumerable<Stack> stacks, SecretValues values) : IFrontedServer
{
    private const string Current = "AWSCURRENT";
    private const string Remedy = "Start a server of Secrets Manager, and LocalAws in front of it: localaws up --upstream secretsmanager=http://127.0.0.1:5000.";

    // A dash and six characters, which whoever writes an ARN may leave out.
    private const int SuffixLength = 7;

    private readonly ImmutableArray<Secret> secrets = [.. stacks.SelectMany(static stack => stack.Secrets)];

    /// <summary>Nowhere but in the template.</summary>
    public Uri Url { get; } = new("localaws:template");

    /// <summary>Whether a template has any.</summary>
    public static bool AreIn(IEnumerable<Stack> stacks) => stacks.Any(static stack => !stack.Secrets.IsEmpty);

    public Task<HttpResponseMessage> SendAsync(UpstreamRequest request, string region, string account, CancellationToken cancellation)
    {
        var operation = request.Headers.First(static header => header.Name.Equals("x-amz-target", StringComparison.OrdinalIgnoreCase)).Value.Split('.')[^1];
        var members = (JsonObject)JsonNode.Parse(request.Body.Span)!;
        return operation is "DescribeSecret" or "GetSecretValue"
            ? Task.FromResult(Find(Text(members, "SecretId") ?? "", region, account) is not { } secret ? Absent("Secrets Manager can't find the specified secret.")
                : operation == "DescribeSecret" ? Answer(200, Described(secret))
                : Valued(secret, members))
            : throw new RefusedException(new ServiceRefusal(
                501, "NotImplementedException", $"LocalAws reads the template's secrets (DescribeSecret, GetSecretValue) and does no {operation}. {Remedy}"));
    }

    public void Dispose()
    {
        // The values are not its own.
    }

    private Secret? Find(string id, string region, string account) => secrets.FirstOrDefault(secret => secret.Arn.ToString() is var arn
        && (id == arn || id == arn[..^SuffixLength] || (id == secret.Name && secret.Arn.Region == region && secret.Arn.Account == account)));

    private JsonObject Described(Secret secret)
    {
        var described = new JsonObject { ["ARN"] = secret.Arn.ToString(), ["Name"] = secret.Name };
        foreach (var (member, value) in ((string, string?)[])[("Description", Text(secret.Properties, "Description")), ("KmsKeyId", secret.KmsKeyId)])
        {
            if (value is not null)
            {
                described[member] = value;
            }
        }

        if (!secret.Tags.IsEmpty)
        {
            described["Tags"] = new JsonArray([.. secret.Tags.Select(static tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);
        }

        if (values.Of(secret) is { } version)
        {
            described["CreatedDate"] = SecondsOf(version);
            described["LastChangedDate"] = SecondsOf(version);
            described["VersionIdsToStages"] = new JsonObject { [version.Id] = new JsonArray(Current) };
        }

        return described;
    }

    private HttpResponseMessage Valued(Secret secret, JsonObject members)
    {
        var (id, stage) = (Text(members, "VersionId"), Text(members, "VersionStage"));
        var version = values.Of(secret);
        if (version is null || (stage ?? Current) != Current)
        {
            return Absent($"Secrets Manager can't find the specified secret value for staging label: {stage ?? Current}");
        }

        return id is not null && id != version.Id
            ? Absent($"Secrets Manager can't find the specified secret value for VersionId: {id}")
            : Answer(200, new JsonObject
            {
                ["ARN"] = secret.Arn.ToString(),
                ["Name"] = secret.Name,
                ["VersionId"] = version.Id,
                ["SecretString"] = version.Text,
                ["VersionStages"] = new JsonArray(Current),
                ["CreatedDate"] = SecondsOf(version),
            });
    }

    private static string? Text(JsonObject members, string name) => members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double SecondsOf(SecretVersion version) => version.Made.ToUnixTimeMilliseconds() / 1000.0;

    private static HttpResponseMessage Absent(string message) => Answer(400, new JsonObject { ["__type"] = "ResourceNotFoundException", ["Message"] = message });

    private static HttpResponseMessage Answer(int status, JsonObject members)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(members.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
