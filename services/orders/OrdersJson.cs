using ServiceDefaults;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Orders.Charging;
using Orders.Customers;
using Orders.Placing;
using Orders.Protected;

namespace Orders;

/// <summary>Everything that orders reads and writes as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(OrderDraft))]
[JsonSerializable(typeof(OwnOrder))]
[JsonSerializable(typeof(Page<Order>))]
[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeResponse))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class OrdersJson : JsonSerializerContext;
