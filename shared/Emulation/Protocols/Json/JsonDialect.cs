using Emulation.Calls;
using Emulation.Wire;

namespace Emulation.Protocols.Json;

/// <summary>How a service speaks the protocol, where services differ.</summary>
/// <param name="Target">What <c>X-Amz-Target</c> says before the dot, such as <c>AWSCognitoIdentityProviderService</c>.</param>
/// <param name="Unknown">The refusal of an operation that is not here.</param>
internal sealed record JsonDialect(string Target, Func<string?, ReceivedRequest, ServiceRefusal> Unknown)
{
    public string ContentType { get; init; } = "application/x-amz-json-1.1";

    /// <summary>The namespace of what is refused in front of the service, such as <c>com.amazon.coral.service#</c>; empty where types have none.</summary>
    public string FrontEnd { get; init; } = "";

    /// <summary>What is said where nobody signed; null for the words of most services.</summary>
    public string? MissingSignature { get; init; }

    /// <summary>The member of a refusal's body that has its message, by the refusal's type.</summary>
    public Func<string, string> MessageMember { get; init; } = static _ => "message";

    /// <summary>Whether refusals are told in headers too.</summary>
    public bool HasErrorHeaders { get; init; } = true;

    /// <summary>Whether answers carry their CRC-32 in <c>x-amz-crc32</c>.</summary>
    public bool HasChecksum { get; init; }

    /// <summary>Whether only a page's call is told that any page may read the answer.</summary>
    public bool TellsPagesOnly { get; init; }

    /// <summary>The headers that such a page may read.</summary>
    public string Exposed { get; init; } = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
}
