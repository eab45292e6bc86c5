using System.Net;
using System.Text;
using System.Xml.Linq;
using SigV4;

namespace Aspire.Hosting;

/// <summary>A role's session, which the account's administrator assumes at LocalAws's STS.</summary>
internal sealed record RoleSession(string AccessKeyId, string SecretAccessKey, string SessionToken)
{
    /// <summary>The longest that AWS lets a session last; a role's own <c>MaxSessionDuration</c> may be less.</summary>
    private const int LongestSeconds = 12 * 60 * 60;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Assumes the role for as long as it allows.</summary>
    /// <exception cref="DistributedApplicationException">There is no such role, or it refuses.</exception>
    public static async Task<RoleSession> AssumeAsync(RunningStack stack, ProfileFolder profiles, string role, string sessionName, CancellationToken cancellation)
    {
        var target = stack.RoleOf(role);
        var account = target.Arn.Split(':')[4];
        var (keyId, secret) = profiles.AdministratorOf(account, account == stack.AccountId);
        var administrator = new AwsCredentials(keyId, secret);
        var answer = await AskAsync(stack, target.Arn, sessionName, LongestSeconds, administrator, cancellation).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.BadRequest)
        {
            // Longer than the role's own limit. Without a wish it is an hour, which every role allows.
            answer = await AskAsync(stack, target.Arn, sessionName, null, administrator, cancellation).ConfigureAwait(false);
        }

        return answer.Status == HttpStatusCode.OK
            ? new RoleSession(Element(answer.Body, "AccessKeyId"), Element(answer.Body, "SecretAccessKey"), Element(answer.Body, "SessionToken"))
            : throw new DistributedApplicationException($"{target.LogicalId} cannot be assumed by {account}'s administrator: {answer.Reason ?? Element(answer.Body, "Message")}");
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Reason)> AskAsync(
        RunningStack stack, string roleArn, string sessionName, int? seconds, AwsCredentials administrator, CancellationToken cancellation)
    {
        var form = $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(roleArn)}&RoleSessionName={Uri.EscapeDataString(sessionName)}"
            + (seconds is null ? "" : $"&DurationSeconds={seconds}");
        var body = Encoding.UTF8.GetBytes(form);
        const string type = "application/x-www-form-urlencoded; charset=utf-8";
        using var request = new HttpRequestMessage(HttpMethod.Post, stack.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        var signature = new SigV4Signer(stack.Region, "sts").Sign(
            "POST", "/", [new("Host", stack.Endpoint.Authority), new("Content-Type", type)], PayloadHash.Of(body), administrator, TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signature.Date);
        using var response = await Client.SendAsync(request, cancellation).ConfigureAwait(false);
        return (
            response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false),
            response.Headers.TryGetValues("x-localaws-reason", out var reasons) ? reasons.First() : null);
    }

    private static string Element(string xml, string name) => XDocument.Parse(xml).Descendants().First(element => element.Name.LocalName == name).Value;
}
