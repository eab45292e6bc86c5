namespace Emulation.Wire;

/// <summary>A service of AWS that answers at <c>/</c> of the one port.</summary>
internal interface IAwsService
{
    /// <summary>What most services read of a body, in bytes: Lambda's 6 MiB of payload are among it.</summary>
    const int LongestBodyOfMost = 10 * 1024 * 1024;

    /// <summary>What is read of a form in the Query protocol, in bytes: an assertion of 100,000 characters and a policy, percent-encoded. AWS tells none.</summary>
    const int LongestForm = 512 * 1024;

    /// <summary>Its name in signatures.</summary>
    string Name { get; }

    /// <summary>
    /// Whether a request is for this service: by its path, its signature's scope, or its protocol's own headers. A form by which nobody claims to have signed names its service
    /// in the body, which may not be read yet.
    /// </summary>
    bool Owns(ReceivedRequest request);

    /// <summary>In bytes, how much it reads of the body behind a head.</summary>
    int LongestBody(ReceivedRequest head);

    /// <summary>Whether it reads the body behind a head itself, piece by piece, so that nothing of it is read before.</summary>
    bool ReadsBody(ReceivedRequest head) => false;

    /// <summary>
    /// Whether the call may wait for others, such as a function or another server, or changes nothing that is kept in memory. Of any other the next reading of the templates must
    /// know.
    /// </summary>
    bool MayWait(ReceivedRequest request);

    /// <summary>Answers a request that it owns, a refusal included.</summary>
    Task HandleAsync(ReceivedRequest request);
}
