using BenchmarkDotNet.Running;
using Benchmarks.Gateway;
using Benchmarks.Growth;
using Benchmarks.LargeObjects;
using Benchmarks.Ratios;
using Benchmarks.Start;

// Lambda starts a function without arguments; everything else says what it wants to be.
switch (args)
{
    case [] when Lambda.LambdaRuntime.IsHosted:
        await EchoServer.RunAsync(url: null);
        return 0;
    case ["ratios"]:
        return await RatioRun.RunAsync(Console.Out);
    case ["ratios", "signatures"]:
        return RatioRun.Signatures(Console.Out);
    case ["ratios", "decisions"]:
        return RatioRun.Decisions(Console.Out);
    case ["ratios", "gateway"]:
        return await RatioRun.GatewayAsync(Console.Out);
    case ["ratios", "services"]:
        return await RatioRun.ServicesAsync(Console.Out);
    case ["hold", var seconds]:
        await GatewayAgainstProxy.HoldAsync(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), Console.Out);
        return 0;
    case ["ratios", "dynamodb"]:
        return await RatioRun.DynamoDbAsync(Console.Out);
    case ["ratios", "start"]:
        return await RatioRun.StartAsync(Console.Out);
    case ["starts"]:
        return await HarnessStarts.RunAsync(Console.Out);
    case ["large"]:
        return await LargeObjectRun.RunAsync(Console.Out);
    case ["discard", var url]:
        await DiscardingServer.RunAsync(url);
        return 0;
    case ["echo", var url]:
        await EchoServer.RunAsync(url);
        return 0;
    case ["proxy", var url, var target, var routes]:
        await Proxy.RunAsync(url, target, int.Parse(routes, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["plots"]:
        return await PlotRun.RunAsync(Console.Out);
    case ["plots", var name]:
        return await PlotRun.RunAsync(Console.Out, name);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RatioRun).Assembly).Run(args);
        return 0;
}
