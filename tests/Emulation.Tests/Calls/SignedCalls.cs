using System.Text;
using SigV4;

namespace Emulation.Tests.Calls;

/// <summary>A call of a service as it goes over the wire, before somebody signs it.</summary>
/// <param name="Service">The service in the signature's scope.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record WireCall(string Service, string Method, string Path, string Body)
{
    /// <summary>What <c>X-Amz-Target</c> says; null outside of the JSON protocols.</summary>
    public string? Target { get; init; }

    /// <summary>A form of the Query protocol, or a document of the JSON protocols.</summary>
    public static WireCall Of(string service, string body, string? target = null) => new(service, "POST", "/", body) { Target = target };
}

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Id">The request id.</param>
/// <param name="Decision">The header <c>x-localaws-decision</c>.</param>
/// <param name="Reason">The header <c>x-localaws-reason</c>; null without one.</param>
internal sealed record WireAnswer(int Status, string Body, string? Id, string? Decision, string? Reason)
{
    /// <summary>The header <c>x-amzn-ErrorType</c>; null without one.</summary>
    public string? ErrorType { get; init; }
}

/// <summary>Sends calls to a LocalAws, signed by its users.</summary>
internal sealed class SignedCalls(Emulator emulator) : IDisposable
{
    /// <summary>A key that nobody has.</summary>
    public static readonly AwsCredentials Unknown = new("AKIAIOSFODNN7EXAMPLE", "secret");

    private readonly HttpClient client = new() { BaseAddress = new Uri(emulator.EndpointUrl) };

    /// <summary>The keys of a user.</summary>
    public AwsCredentials KeysOf(string user, string account = EmulatorOptions.DefaultAccount)
    {
        var id = emulator.Accounts.Users.First(one => one.Name == user && one.Account.ToString() == account).AccessKeyIds[0];
        return new AwsCredentials(id, emulator.SecretOf(id));
    }

    /// <param name="call">What is called.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    public async Task<WireAnswer> SendAsync(WireCall call, AwsCredentials? credentials)
    {
        var body = Encoding.UTF8.GetBytes(call.Body);
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path) { Content = new ByteArrayContent(body) };
        if (call.Target is not null)
        {
            request.Headers.Add("X-Amz-Target", call.Target);
        }

        if (credentials is not null)
        {
            HeaderField[] headers = [new("host", client.BaseAddress!.Authority), .. call.Target is null ? Array.Empty<HeaderField>() : [new("x-amz-target", call.Target)]];
            var signed = new SigV4Signer(EmulatorOptions.DefaultRegion, call.Service).Sign(
                call.Method, call.Path, headers, PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
            request.Headers.Add("x-amz-date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
        return new WireAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), Header("x-amzn-RequestId"), Header("x-localaws-decision"), Header("x-localaws-reason"))
        {
            ErrorType = Header("x-amzn-ErrorType"),
        };
    }

    /// <summary>The page that explains a decision, as <c>localaws explain</c> shows it.</summary>
    public Task<string> ExplainAsync(string id) => client.GetStringAsync(new Uri($"/_localaws/decisions/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

    public void Dispose() => client.Dispose();
}
