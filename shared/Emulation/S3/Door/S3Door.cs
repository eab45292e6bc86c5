using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// The one door with what S3 does for browsers before it: a page of another origin asks what it may do (OPTIONS), and is told in every answer. Amazon S3 User Guide, "Using
/// cross-origin resource sharing (CORS)".
/// </summary>
internal sealed class S3Door(S3Service service, ServiceDoorParts parts) : IAwsService
{
    private readonly ServiceDoor<S3Request, S3Answer> door = parts.Open(service.Service);

    public string Name => door.Name;

    /// <summary>The table of operations.</summary>
    public AwsService<S3Request, S3Answer> Service => door.Service;

    public bool Owns(ReceivedRequest request) => door.Owns(request);

    public int LongestBody(ReceivedRequest head) => door.LongestBody(head);

    public bool ReadsBody(ReceivedRequest head) => door.ReadsBody(head);

    public bool MayWait(ReceivedRequest request) => door.MayWait(request);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (HttpMethods.IsOptions(request.Method) || headers.Origin.Count > 0)
        {
            await service.PrepareAsync(request).ConfigureAwait(false);
        }

        if (HttpMethods.IsOptions(request.Method))
        {
            var asked = service.PageOf(request, headers.AccessControlRequestMethod.ToString(), headers.AccessControlRequestHeaders.ToString());
            await service.SendAsync(request, asked is { } page ? service.Cors!.Preflight(page) : NoRules, parts.Ids.RequestId()).ConfigureAwait(false);
            return;
        }

        if (headers.Origin.Count > 0 && service.PageOf(request, request.Method, null) is { } call)
        {
            foreach (var (name, value) in service.Cors!.HeadersOf(call))
            {
                request.Http.Response.Headers[name] = value;
            }
        }

        await service.ReadFormAsync(request).ConfigureAwait(false);
        await door.HandleAsync(request).ConfigureAwait(false);
    }

    private static S3Answer NoRules { get; } = S3Answer.Refused(new S3Refusal(403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket."));
}
