using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SigV4.Http.Tests.Credentials;

/// <summary>Hands out sessions ASIA1, ASIA2 and so on, by the test's clock, or refuses.</summary>
public sealed class FakeSts : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly TimeProvider time;

    private FakeSts(WebApplication web, TimeProvider time)
    {
        this.web = web;
        this.time = time;
    }

    public int Calls { get; private set; }

    public bool Refuses { get; set; }

    public static async Task<FakeSts> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var sts = new FakeSts(web, time);
        web.MapPost("/", sts.AnswerAsync);
        await web.StartAsync();

        // The SDK's own setting for where STS is: what LocalAws sets for functions.
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", web.Urls.First());
        return sts;
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", null);
        await web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "text/xml";
        if (Refuses)
        {
            http.Response.StatusCode = 403;
            await http.Response.WriteAsync(
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not trusted</Message></Error><RequestId>r</RequestId></ErrorResponse>");
            return;
        }

        Calls++;
        var expires = time.GetUtcNow().AddMinutes(15).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await http.Response.WriteAsync(
            $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
            + $"<AccessKeyId>ASIA{Calls}</AccessKeyId><SecretAccessKey>hidden-secret</SecretAccessKey>"
            + $"<SessionToken>hidden-token</SessionToken><Expiration>{expires}</Expiration></Credentials></AssumeRoleResult>"
            + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>");
    }
}
