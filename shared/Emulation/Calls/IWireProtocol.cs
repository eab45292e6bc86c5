using Emulation.Wire;
using SigV4;

namespace Emulation.Calls;

/// <summary>One of AWS's protocols: how a request names its operation and holds its members, and how answers and refusals are written.</summary>
internal interface IWireProtocol<TParameters, TAnswer>
{
    /// <summary>The operation that a request names; null when it names none. It is the client's text until it is found in the table.</summary>
    string? OperationOf(ReceivedRequest request);

    /// <summary>Reads the members that the operation has, and no others.</summary>
    /// <exception cref="RefusedException">The request cannot be read.</exception>
    TParameters Read(ReceivedRequest request, IReadOnlySet<string> members);

    /// <summary>The protocol's words for a signature that does not hold.</summary>
    ServiceRefusal Unsigned(VerificationFailure failure);

    /// <summary>Likewise, where they show more of the request than the failure does.</summary>
    ServiceRefusal Unsigned(VerificationFailure failure, ReceivedRequest request) => Unsigned(failure);

    /// <summary>The protocol's form of what policies refuse.</summary>
    ServiceRefusal Denied(string message);

    /// <summary>The protocol's words for an operation that is not there.</summary>
    ServiceRefusal Unknown(string? operation, ReceivedRequest request);

    /// <summary>Answers what a browser asks before a page's call; false of a call itself.</summary>
    bool AnswersBrowser(HttpContext http) => false;

    Task SendAsync(HttpContext http, string requestId, string operation, TAnswer answer);
}
