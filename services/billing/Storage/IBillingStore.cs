using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;

namespace Billing.Storage;

/// <summary>All that billing remembers, in one place: a refund and an event change their charge in the same transaction.</summary>
internal interface IBillingStore : IChargeStore, IRefundStore, IPaymentEventStore;
