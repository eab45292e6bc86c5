namespace Emulation.Wire;

/// <summary>A service of AWS that answers at <c>/</c> of the one port.</summary>
internal interface IAwsService
{
    /// <summary>Whether a request is for this service: by its path, its signature's scope, or its protocol's own headers.</summary>
    bool Owns(ReceivedRequest request);

    /// <summary>Answers a request that it owns, a refusal included.</summary>
    Task HandleAsync(ReceivedRequest request);
}
