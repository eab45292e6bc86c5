using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Refunding;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(RefundDraft))]
internal sealed partial class RefundingJson : JsonSerializerContext;
