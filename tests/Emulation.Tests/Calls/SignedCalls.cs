using System.Text;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body)) };
        foreach (var (name, value) in Headers(call, credentials))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), name => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null);
    }

    /// <summary>To the door of a service that the endpoint does not know.</summary>
    public async Task<WireAnswer> SendAsync(IAwsService door, WireCall call, AwsCredentials? credentials)
    {
        var http = new DefaultHttpContext { Request = { Method = call.Method, Body = new MemoryStream(Encoding.UTF8.GetBytes(call.Body)) }, Response = { Body = new MemoryStream() } };
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = call.Path;
        foreach (var (name, value) in Headers(call, credentials))
        {
            http.Request.Headers[name] = value;
        }

        var request = (await ReceivedRequest.ReadAsync(http, call.Body.Length))!;
        Assert.True(door.Owns(request));
        await door.HandleAsync(request);
        return Read(http.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()), name => http.Response.Headers[name] is [{ } value] ? value : null);
    }

    /// <summary>The page that explains a decision, as <c>localaws explain</c> shows it.</summary>
    public Task<string> ExplainAsync(string id) => client.GetStringAsync(new Uri($"/_localaws/decisions/{id}", UriKind.Relative), TestContext.Current.CancellationToken);

    public void Dispose() => client.Dispose();

    private IEnumerable<(string Name, string Value)> Headers(WireCall call, AwsCredentials? credentials)
    {
        List<HeaderField> headers = [new("host", client.BaseAddress!.Authority)];
        if (call.Target is not null)
        {
            headers.Add(new("x-amz-target", call.Target));
        }

        if (credentials is { } signer)
        {
            var signed = new SigV4Signer(EmulatorOptions.DefaultRegion, call.Service).Sign(
                call.Method, call.Path, [.. headers], PayloadHash.Of(Encoding.UTF8.GetBytes(call.Body)), signer, TimeProvider.System.GetUtcNow());
            headers.AddRange([new("x-amz-date", signed.Date), new("authorization", signed.Authorization)]);
        }

        return headers.Select(static header => (header.Name, header.Value));
    }

    private static WireAnswer Read(int status, string body, Func<string, string?> header) =>
        new(status, body, header("x-amzn-RequestId"), header("x-localaws-decision"), header("x-localaws-reason")) { ErrorType = header("x-amzn-ErrorType") };
}
