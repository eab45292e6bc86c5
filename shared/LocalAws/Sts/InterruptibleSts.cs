using Emulation.FrontDoor;
using Emulation.QueryProtocol;
using Emulation.State;

namespace Emulation.Sts;

/// <summary>STS that can be down: then it answers as an AWS service does that has failed for a while. "Common errors" of the AWS STS API Reference.</summary>
internal sealed class InterruptibleSts(StsApi sts, Func<bool> isDown, IdSource ids) : IAwsService
{
    public bool Owns(ReceivedRequest request) => sts.Owns(request);

    public Task HandleAsync(ReceivedRequest request) => isDown()
        ? StsApi.Wire.SendAsync(request.Http, ids.RequestId(), "", new QueryError(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."))
        : sts.HandleAsync(request);
}
