using Emulation.Calls;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>How a service words its refusals, where services differ.</summary>
internal sealed record FrontDialect
{
    /// <summary>The code of what policies refuse, and its status.</summary>
    public (int Status, string Type) Denied { get; init; } = (400, "AccessDeniedException");

    /// <summary>The status of what a signature lacks.</summary>
    public int UnsignedStatus { get; init; } = 400;

    /// <summary>Whether signatures are refused by the codes of the Query protocol, as by services that once spoke no other.</summary>
    public bool HasQueryCodes { get; init; }

    /// <summary>Whether <c>x-amzn-query-error</c> repeats the code.</summary>
    public bool TellsQueryError { get; init; }

    /// <summary>What stands before a code in JSON, such as <c>com.amazon.coral.service#</c>.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>How far the clocks may differ.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    public ServiceRefusal DeniedBy(string message) => new(Denied.Status, Denied.Type, message);

    public ServiceRefusal Unsigned(VerificationFailure failure) => HasQueryCodes
        ? Protocols.Query.QueryError.From(failure)
        : new ServiceRefusal(UnsignedStatus, failure.ErrorType, failure.Message);
}
