using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Problems;

/// <summary>Every problem that orders answers, as RFC 9457 problem details.</summary>
internal static class Problem
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Those that every service answers, under this service's prefix.</summary>
    public static ServiceProblems Common { get; } = new("urn:orders:problem:");

    public static ProblemResult NotSignedIn() =>
        Common.Of(401, "not-signed-in", "Nobody is signed in.",
            "This route is for users of the customers' pool: call it through its API, with a token of the pool or with credentials traded for one.");

    public static ProblemResult Declined(string orderId, string? reason) =>
        Common.Of(402, "payment-declined", "The payment was declined.", reason ?? "Billing declined the charge.", ("orderId", orderId));

    public static ProblemResult NotCancellable(string orderId, OrderStatus status) =>
        Common.Of(409, "not-cancellable", "The order cannot be cancelled.",
            status == OrderStatus.Pending
                ? "Billing has not answered for it yet. Cancel it once it is Confirmed."
                : $"It is {status}, and nothing was charged.",
            ("orderId", orderId), ("orderStatus", status.ToString()));

    public static ProblemResult BillingOutOfReach(string orderId) =>
        Common.Of(503, "billing-out-of-reach", "Billing is out of reach.",
            "The order is stored and will be completed. Repeat the request with the same Idempotency-Key to learn how.", ("orderId", orderId))
            .RetryAfter(RetryAfter);

    public static ProblemResult ReceiptNotKept(string orderId) =>
        Common.Of(503, "receipt-not-kept", "The receipt could not be kept.",
            "The order is stored and will be completed. Repeat the request with the same Idempotency-Key to learn how.", ("orderId", orderId))
            .RetryAfter(RetryAfter);

    public static ProblemResult BillingRefused(string orderId) =>
        Common.Of(502, "billing-refused", "Billing refused the request of this service.",
            "The order is stored and will be completed once billing accepts requests of this service again.", ("orderId", orderId));
}
