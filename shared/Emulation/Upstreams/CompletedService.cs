using Emulation.Upstreams.Forms;

namespace Emulation.Upstreams;

/// <summary>A service that is written by hand, and what AWS has added since: of that it is asked what AWS's service data say.</summary>
/// <param name="service">The service by hand.</param>
internal sealed class CompletedService(FrontedService service) : FrontedService
{
    private readonly ReferencedService? data = ReferencedService.Find(service.SigningName);
    private readonly HashSet<string> byHand = [.. service.Operations];

    public override string SigningName => service.SigningName;

    public override IReadOnlyList<IFrontForm> Forms => service.Forms;

    public override IReadOnlyCollection<string> Operations => [.. byHand.Union(data?.Operations ?? [])];

    public override TimeSpan MaxClockSkew => service.MaxClockSkew;

    public override int LongestBody => service.LongestBody;

    public override TagQuestion? TagsOf(string arn) => service.TagsOf(arn);

    public override bool TellsTags(Calls.Ask ask) => service.TellsTags(ask);

    public override ValueTask<FrontPlan> PlanAsync(FrontCall call) => byHand.Contains(call.Operation) || data is null ? service.PlanAsync(call) : data.PlanAsync(call);
}
