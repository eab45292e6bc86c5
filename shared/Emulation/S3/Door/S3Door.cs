using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// The one door with what S3 does for browsers before it: a page of another origin asks what it may do (OPTIONS), and is told in every answer. Amazon S3 User Guide, "Using cross-origin
/// resource sharing (CORS)".
/// </summary>
internal sealed class S3Door(S3Service service, ServiceDoorParts parts) : IAwsService
{
    private readonly ServiceDoor<S3Request, S3Answer> door = parts.Open(service.Service);

    public string Name => door.Name;

    /// <summary>Which requests are S3's.</summary>
    public S3Names Names => service.Names;

    public bool Owns(ReceivedRequest request) => door.Owns(request);

    public int LongestBody(ReceivedRequest head) => door.LongestBody(head);

    public bool ReadsBody(ReceivedRequest head) => door.ReadsBody(head);

    public bool MayWait(ReceivedRequest request) => door.MayWait(request);

    public async Task HandleAsync(ReceivedRequest request)
    {
        if (request.Http.Request.Headers.Origin is [{ Length: > 0 } origin])
        {
            if (HttpMethods.IsOptions(request.Method))
            {
                await AnswerPreflightAsync(request, origin).ConfigureAwait(false);
                return;
            }

            foreach (var (name, value) in (await service.CorsAsync(request, origin, request.Method, null).ConfigureAwait(false))?.Headers ?? [])
            {
                request.Http.Response.Headers[name] = value;
            }
        }

        await door.HandleAsync(request).ConfigureAwait(false);
    }

    private async Task AnswerPreflightAsync(ReceivedRequest request, string origin)
    {
        var headers = request.Http.Request.Headers;
        var method = headers.AccessControlRequestMethod.ToString();
        var allowed = method.Length == 0 ? null : await service.CorsAsync(request, origin, method, headers.AccessControlRequestHeaders.ToString()).ConfigureAwait(false);
        foreach (var (name, value) in allowed?.Headers ?? [])
        {
            request.Http.Response.Headers[name] = value;
        }

        await service.SendAsync(request, allowed is null
            ? S3Answer.Refused(new S3Refusal(403, "AccessForbidden", "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / "
                + "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.")
            {
                Elements = [("Method", ClientText.Shown(method, 32)), ("ResourceType", "OBJECT")],
            })
            : new S3Answer(200), parts.Ids.RequestId()).ConfigureAwait(false);
    }
}
