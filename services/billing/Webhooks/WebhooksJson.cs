using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Webhooks;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PaymentEvent))]
[JsonSerializable(typeof(RecordedEvent))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
