using System.Net;
using System.Text.Json;
using DynamoServers;
using Integration.Access;

[assembly: AssemblyFixture(typeof(RunningServers))]

namespace Integration.Orders.DynamoDb;

[Trait("Stack", "own")]
public sealed class Orders_in_a_table_of_moto(SharedShop shop) : Orders_in_a_DynamoDB_table(shop, ServerProgram.Moto), IClassFixture<SharedShop>;

public sealed class Orders_in_a_table_of_dynoxide(SharedShop shop) : Orders_in_a_DynamoDB_table(shop, ServerProgram.Dynoxide), IClassFixture<SharedShop>;

/// <summary>Both services on DynamoDB, as on AWS: each call of a function passes IAM with the function's own role.</summary>
public abstract class Orders_in_a_DynamoDB_table(SharedShop shared, ServerProgram program)
{
    private const string MayWrite = "Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem]\n                Resource: !GetAtt OrdersTable.Arn";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_the_whole_way_of_an_order()
    {
        var running = await RunningAsync();
        var shop = running.Shop;

        var order = await PlacedAsync(shop, "whole-way");
        var orderId = order.GetProperty("orderId").GetString()!;
        var charge = Assert.Single(await shop.ChargesOfAsync(orderId));
        Assert.Equal("Confirmed", order.GetProperty("status").GetString());
        Assert.Equal(order.GetProperty("chargeId").GetString(), charge.GetProperty("chargeId").GetString());

        Assert.Equal(orderId, (await PlacedAsync(shop, "whole-way")).GetProperty("orderId").GetString());
        using var declined = await shop.PlaceAsync("too-dear", unitPriceMinor: 900_000);
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.StatusCode);

        Assert.Equal(HttpStatusCode.OK, await TellAsync(running, charge.GetProperty("chargeId").GetString()!));
        using var cancelled = await shop.CancelAsync(orderId);
        Assert.Equal("Cancelled", (await Shop.JsonAsync(cancelled)).GetProperty("status").GetString());
        charge = Assert.Single(await shop.ChargesOfAsync(orderId));
        Assert.Equal(900, charge.GetProperty("refundedMinor").GetInt64());
        Assert.Equal("2026-01-02T03:04:05+00:00", charge.GetProperty("settledAt").GetString());

        using var orders = running.Aws.Client("OrdersApi", running.Aws.SessionOf("AuditorRole"));
        using var list = await orders.GetAsync(new Uri("orders?customerId=cust-1&limit=1", UriKind.Relative), Cancellation);
        Assert.NotNull((await Shop.JsonAsync(list)).GetProperty("nextToken").GetString());
        Assert.Empty(running.Databases);
        Assert.DoesNotContain(running.Log, static line => line.Contains("AccessDenied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_one_when_twenty_requests_race_with_one_key()
    {
        var running = await RunningAsync();

        var orders = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await running.Shop.PlaceAtLastAsync("raced-for")).GetProperty("orderId").GetString()!));

        Assert.Single(await running.Shop.ChargesOfAsync(Assert.Single(orders.Distinct())));
    }

    [Fact]
    public async Task Are_read_and_cancelled_but_not_placed_by_a_role_that_may_not_put_items()
    {
        var orderId = (await PlacedAsync((await RunningAsync()).Shop, "before")).GetProperty("orderId").GetString()!;

        await using var running = await shared.StartAnotherAsync(program, WithoutPutItem);
        using var refused = await running.Shop.PlaceAsync("after");

        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
        await running.LogWithAsync(static line => line.Contains(
            "assumed-role/OrdersFunctionRole/", StringComparison.Ordinal) && line.Contains("is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:", StringComparison.Ordinal));

        Assert.Equal("Confirmed", (await running.Shop.OrderAsync(orderId)).GetProperty("status").GetString());
        using var orders = running.Aws.Client("OrdersApi", running.Aws.SessionOf("AuditorRole"));
        using var list = await orders.GetAsync(new Uri("orders", UriKind.Relative), Cancellation);
        Assert.Contains((await Shop.JsonAsync(list)).GetProperty("items").EnumerateArray(), order => order.GetProperty("orderId").GetString() == orderId);
        using var cancelled = await running.Shop.CancelAsync(orderId);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
    }

    private async Task<ShopOnDynamoDb> RunningAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        return await shared.OnAsync(program);
    }

    private static string WithoutPutItem(string template)
    {
        Assert.Contains(MayWrite, template, StringComparison.Ordinal);
        return template.Replace(MayWrite, MayWrite.Replace(" dynamodb:PutItem,", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PlacedAsync(Shop shop, string key)
    {
        using var response = await shop.PlaceAsync(key);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Cancellation));
        return await Shop.JsonAsync(response);
    }

    private static async Task<HttpStatusCode> TellAsync(ShopOnDynamoDb running, string chargeId)
    {
        using var client = running.Aws.Client("BillingApi", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/payment")
        {
            Content = new StringContent(
                $$"""{"eventId":"evt_{{chargeId}}","chargeId":"{{chargeId}}","type":"charge.settled","occurredAt":"2026-01-02T03:04:05Z"}""", null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", await PartnerToken.OfAsync(running.Aws, "acme"));
        using var response = await client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
