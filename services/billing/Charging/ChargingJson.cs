using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Billing.Charging;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(ChargeDraft))]
[JsonSerializable(typeof(Page<Charge>))]
internal sealed partial class ChargingJson : JsonSerializerContext;
