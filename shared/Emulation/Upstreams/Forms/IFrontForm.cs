using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;

namespace Emulation.Upstreams.Forms;

/// <summary>
/// A protocol as a front speaks it: it reads the members of a call under the names of the service's model, whatever protocol brought them, and writes the request anew
/// for the server, so that the server cannot read another call in the same bytes.
/// </summary>
internal interface IFrontForm : IWireProtocol<JsonObject, UpstreamAnswer>
{
    /// <summary>Whether a request speaks it.</summary>
    bool Owns(ReceivedRequest request);

    /// <summary>Whether the body behind a head is sent on piece by piece: of such a call it says nothing that is decided upon.</summary>
    bool StreamsBody(ReceivedRequest head) => false;

    /// <summary>Whether the server is sent members in JSON, whatever the client sent.</summary>
    bool SendsJson => false;

    /// <summary>The request for the server.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="operation">What it was found to ask for.</param>
    /// <param name="members">Its members.</param>
    UpstreamRequest ForServer(ReceivedRequest request, string operation, JsonObject members);
}
