using Emulation.Calls;
using Emulation.Protocols.Query;
using Emulation.Wire;

namespace Emulation.Sts;

/// <summary>STS, as the door has it. AWS Security Token Service API Reference.</summary>
internal static class StsService
{
    /// <summary>STS answers as a service does that has failed for a while, as long as <paramref name="isDown"/>. "Common errors" of the AWS STS API Reference.</summary>
    public static AwsService<QueryRequest, QueryAnswer> Of(IEnumerable<ServiceOperation<QueryRequest, QueryAnswer>> operations, Func<bool> isDown) => new(
        "sts", new QueryWire("https://sts.amazonaws.com/doc/", "2011-06-15"), operations)
    {
        // It takes a signature for any region: its regional endpoints are one service.
        Region = null,
        RegionOfUnsigned = RegionOf,
        Owns = Owns,
        MayWait = static _ => true, // For the keys of providers; it changes nothing.
        LongestBody = static _ => IAwsService.LongestForm,
        Restricted = static name => QueryError.AccessDenied($"Cannot call {name} with session credentials"),
        IsDown = isDown,
    };

    /// <summary>A call with a signature names the service there; one without is of STS if it names an action.</summary>
    private static bool Owns(ReceivedRequest request) =>
        request.Path is "/" && (request.SignedService is { } service ? service == "sts" : QueryWire.Read(request).Action is not null);

    /// <summary>The region of a call without a signature: as the name of a regional endpoint says, such as <c>sts.us-west-2.localhost</c>.</summary>
    private static string RegionOf(ReceivedRequest request) =>
        request.SignedRegion ?? (request.Http.Request.Host.Host.Split('.') is ["sts", { Length: > 0 } region, _, ..] ? region : EmulatorOptions.DefaultRegion);
}
