using Lambda;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

/// <summary>Whose request it is, as the gateway in front of the service says.</summary>
public static class RequestCaller
{
    private const string AssumedRole = ":assumed-role/";

    /// <summary>
    /// Stays the same from one session of a role to the next, so that a caller may repeat a request after its credentials
    /// were renewed. Empty where no gateway is in front.
    /// </summary>
    public static string Of(HttpContext context)
    {
        var caller = context.Features.Get<GatewayCaller>();
        if (caller?.UserArn is { Length: > 0 } arn)
        {
            return arn.Contains(AssumedRole, StringComparison.Ordinal) ? arn[..arn.LastIndexOf('/')] : arn;
        }

        return caller?.Claims.GetValueOrDefault("sub") ?? "";
    }
}
