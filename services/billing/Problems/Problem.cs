using ServiceDefaults;

namespace Billing.Problems;

/// <summary>Every problem that billing answers, as RFC 9457 problem details.</summary>
internal static class Problem
{
    /// <summary>Those that every service answers, under this service's prefix.</summary>
    public static ServiceProblems Common { get; } = new("urn:billing:problem:");

    public static ProblemResult NoPartner() =>
        Common.Of(401, "no-partner", "No partner calls.",
            "This route is for partners: call it through its API, with a token that its authorizer accepts.");

    public static ProblemResult EventIdReused() =>
        Common.Of(422, "event-id-reused", "The eventId was used for another event.",
            "Repeat the first event unchanged, or send this one with an eventId of its own.");

    public static ProblemResult Declined(string reason) =>
        Common.Of(402, "charge-declined", "The charge was declined.", reason);

    public static ProblemResult MoreThanIsLeft(long leftMinor) =>
        Common.Of(409, "more-than-is-left", "The refund is more than is left of the charge.", $"{leftMinor} minor units are left.");
}
