using System.Globalization;
using System.Net;
using Emulation.Principals;
using Emulation.Wire;
using Iam;
using SigV4;

namespace Emulation.Sessions;

/// <summary>
/// What a request itself says to policies, whichever service it is for. IAM User Guide, "AWS global condition context keys", "Properties of
/// the request" and "Properties of the network".
/// </summary>
internal readonly record struct RequestFacts(HeaderField[] Headers, IPAddress SourceIp, bool IsHttps, string Region, DateTimeOffset At)
{
    public static RequestFacts Of(ReceivedRequest request, string region, DateTimeOffset at) => new(request.Headers, request.SourceIp, request.IsHttps, region, at);

    /// <summary>The condition keys of this request when <paramref name="caller"/> makes it; null for nobody.</summary>
    public ConditionContext ContextOf(Caller? caller)
    {
        var context = ContextOf(caller?.Principal ?? Anonymous.Instance);
        if (caller?.Session is { } session)
        {
            SetSession(context, session);
        }

        return context;
    }

    /// <summary>The condition keys of this request when it is made by somebody who has no credentials of AWS.</summary>
    public ConditionContext ContextOf(Principal principal)
    {
        var context = new ConditionContext(principal)
            .SetTime(At)
            .Set("aws:SourceIp", SourceIp.ToString())
            .Set("aws:SecureTransport", IsHttps ? "true" : "false")
            .Set("aws:RequestedRegion", Region);
        SetHeader(context, "aws:UserAgent", "User-Agent");
        SetHeader(context, "aws:Referer", "Referer");
        return context;
    }

    private static void SetSession(ConditionContext context, SessionClaims session)
    {
        context.Set("aws:TokenIssueTime", session.IssuedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

        // Present with temporary credentials only: IAM User Guide, "aws:MultiFactorAuthPresent". LocalAws has no MFA devices.
        context.Set("aws:MultiFactorAuthPresent", "false");
        foreach (var (key, values) in session.Keys)
        {
            context.Set(key, values);
        }
    }

    private void SetHeader(ConditionContext context, string key, string header)
    {
        foreach (var field in Headers)
        {
            if (field.Name.Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                context.Set(key, field.Value);
                return;
            }
        }
    }
}
