using Emulation.Calls;

namespace Emulation.Upstreams;

/// <summary>The server behind LocalAws cannot be reached, or is silent.</summary>
internal sealed class OutOfReachException(string message) : RefusedException(new ServiceRefusal(503, "ServiceUnavailable", message));
