using System.Net;
using Harness;

namespace Integration.Orders;

[Trait("Stack", "own")]
public class A_crash
{
    [Theory]
    [InlineData("Orders.dll")]
    [InlineData("Billing.dll")]
    public async Task Of_a_function_in_flight_charges_nobody_twice_and_loses_no_order(string function)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the function's processes in /proc");
        var folder = Directory.CreateTempSubdirectory("localaws-crash-").FullName;
        await using (var aws = await LocalAws.StartAsync(new LocalAwsOptions { DataFolder = folder }, TestContext.Current.CancellationToken))
        {
            using var shop = new Shop(aws);
            (await shop.PlaceAsync("warm up")).Dispose();
            var burst = Enumerable.Range(0, 60).Select(i => FirstTryAsync(shop, $"crash-{i}")).ToList();
            await Task.WhenAny(burst);
            var killed = FunctionProcesses.Kill(folder, function);
            var statuses = await Task.WhenAll(burst);

            Assert.True(killed > 0, "no process of the function was running");
            Assert.All(statuses, static status => Assert.True(status is HttpStatusCode.Created or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable, status.ToString()));
            foreach (var i in Enumerable.Range(0, 60))
            {
                var order = await shop.PlaceAtLastAsync($"crash-{i}");
                Assert.Equal("Confirmed", order.GetProperty("status").GetString());
                Assert.Single(await shop.ChargesOfAsync(order.GetProperty("orderId").GetString()!));
            }
        }

        Assert.Empty(FunctionProcesses.Of(folder, "Orders.dll").Concat(FunctionProcesses.Of(folder, "Billing.dll")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Of_LocalAws_itself_loses_no_acknowledged_order()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the functions' processes in /proc");
        var folder = Directory.CreateTempSubdirectory("localaws-kill-").FullName;
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        using (var server = await LocalAwsProcess.StartAsync(folder))
        {
            using var orders = await server.ClientAsync("StorefrontRole");
            var enough = new TaskCompletionSource();
            var burst = Enumerable.Range(0, 200).Select(i => PlaceAsync(orders, $"kill-{i}", acknowledged, enough)).ToList();
            await Task.WhenAny(enough.Task, Task.WhenAll(burst));
            server.Kill();
            await Task.WhenAll(burst);
        }

        Assert.InRange(acknowledged.Count, 1, 199);
        await FunctionProcesses.EndedAsync(folder, TestContext.Current.CancellationToken);

        await using (var aws = await LocalAws.StartAsync(new LocalAwsOptions { DataFolder = folder }, TestContext.Current.CancellationToken))
        {
            using var shop = new Shop(aws);
            foreach (var orderId in acknowledged)
            {
                Assert.Equal("Confirmed", (await shop.OrderAsync(orderId)).GetProperty("status").GetString());
                Assert.Single(await shop.ChargesOfAsync(orderId));
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpStatusCode> FirstTryAsync(Shop shop, string key)
    {
        using var response = await shop.PlaceAsync(key);
        return response.StatusCode;
    }

    private static async Task PlaceAsync(HttpClient orders, string key, System.Collections.Concurrent.ConcurrentBag<string> acknowledged, TaskCompletionSource enough)
    {
        try
        {
            using var response = await Shop.PlaceAsync(orders, key);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                acknowledged.Add((await Shop.JsonAsync(response)).GetProperty("orderId").GetString()!);
                if (acknowledged.Count >= 40)
                {
                    enough.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            // Killed before it answered: nothing was acknowledged.
        }
    }
}
