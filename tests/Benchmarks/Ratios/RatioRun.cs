using System.Globalization;
using Benchmarks.DynamoDb;
using Benchmarks.Gateway;
using Benchmarks.Services;
using Benchmarks.Start;

namespace Benchmarks.Ratios;

/// <summary><c>ratios</c>: one figure a line, each against a floor or a peer of the same run.</summary>
internal static class RatioRun
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        Signatures(output);
        Decisions(output);
        Print("matrix_200x1000_ms", new MatrixSample().Milliseconds());
        Print("load_2000_routes_ms", LoadSample.Milliseconds());
        await using var pool = await UserPoolSample.StartAsync();
        var (signIn, hashShare) = await pool.SignInAsync();
        Print("initiate_auth_ms", signIn);
        Print("initiate_auth_hash_share", hashShare);
        Print("import_100k_users_s", pool.Import());
        await StartAsync(output);
        Print("reload_ms", await ReloadTime.MeasureAsync());
        await GatewayAsync(output);
        await DynamoDbAsync(output);
        await ServicesAsync(output);
        return 0;

        void Print(string name, double value) => RatioRun.Print(output, name, value);
    }

    /// <summary><c>ratios signatures</c>: those of signing and verifying alone.</summary>
    public static int Signatures(TextWriter output)
    {
        var sample = new SampleRequest();
        var sdk = new SdkSigner(sample);
        var large = new SampleRequest(10_000_000);
        Print(output, "sign_bytes", Interleaved.Bytes(() => sample.Sign()));
        Print(output, "verify_bytes", Interleaved.Bytes(() => sample.Verify()));
        Print(output, "sign_over_crypto_floor", Interleaved.Ratio(() => sample.Sign(), sample.Floor));
        Print(output, "verify_over_crypto_floor", Interleaved.Ratio(() => sample.Verify(), sample.Floor));
        Print(output, "sign_vs_awssdk_core", Interleaved.Ratio(() => sdk.Sign(), () => sample.Sign()));
        Print(output, "sign_10mb_over_sha256", Interleaved.Ratio(() => large.Sign(), large.HashBody, calls: 1));
        return 0;
    }

    /// <summary><c>ratios decisions</c>: those of policies, tokens and authorizers.</summary>
    public static int Decisions(TextWriter output)
    {
        var policies = new PolicySample();
        var largePolicies = new PolicySample(10_000);
        Print(output, "evaluate_ns", Interleaved.Nanoseconds(() => policies.Decide()));
        Print(output, "evaluate_bytes", Interleaved.Bytes(() => policies.Decide()));
        Print(output, "evaluate_10k_statements_ns", Interleaved.Nanoseconds(() => largePolicies.Decide()));
        using var tokens = new TokenSample();
        Print(output, "jwt_verify_over_rsa_floor", Interleaved.Ratio(tokens.Verify, tokens.Floor));
        Print(output, "jwt_cached_ns", Interleaved.Nanoseconds(tokens.VerifyAgain));
        Print(output, "authorizer_cache_hit_ns", Interleaved.Nanoseconds(new AuthorizerSample().Decide));
        using var refusal = new RefusalSample();
        Print(output, "gateway_refusal_over_decision", Interleaved.Ratio(refusal.Refuse, refusal.Decide));
        Print(output, "gateway_refusal_bytes", Interleaved.Bytes(refusal.Refuse));
        return 0;
    }

    /// <summary><c>ratios gateway</c>: those of a route, from the socket to the function and back.</summary>
    public static async Task<int> GatewayAsync(TextWriter output)
    {
        var figures = await GatewayAgainstProxy.MeasureAsync();
        Print(output, "gateway_vs_yarp", figures.Share);
        Print(output, "gateway_auth_cost", figures.AuthorizationCost);
        Print(output, "p99_over_median_16", figures.Tail);
        Print(output, "yarp_p99_over_median_16", figures.ProxyTail);
        Print(output, "refusal_vs_yarp", figures.RefusalShare);
        Print(output, "gateway_cpu_us", figures.Costs.Gateway);
        Print(output, "function_cpu_us", figures.Costs.Function);
        Print(output, "yarp_cpu_us", figures.Costs.Proxy);
        Print(output, "yarp_handler_cpu_us", figures.Costs.Handler);
        return 0;
    }

    /// <summary><c>ratios start</c>: those of starting alone, of the program as it is published.</summary>
    public static Task<int> StartAsync(TextWriter output) => StartRun.RunAsync((name, value) => Print(output, name, value));

    /// <summary><c>ratios dynamodb</c>: that of the front alone.</summary>
    public static async Task<int> DynamoDbAsync(TextWriter output)
    {
        if (await FrontAgainstServer.MeasureAsync() is { } share)
        {
            Print(output, "dynamodb_front_vs_direct", share);
        }
        else
        {
            await Console.Error.WriteLineAsync("dynamodb_front_vs_direct is left out: npm install --prefix tests/Integration/DynamoDb/Node");
        }

        return 0;
    }

    /// <summary><c>ratios services</c>: those of S3 and of SQS alone.</summary>
    public static async Task<int> ServicesAsync(TextWriter output)
    {
        if (await ServicesAgainstMoto.MeasureAsync() is { } services)
        {
            Print(output, "s3_put_vs_moto", services.Put);
            Print(output, "s3_get_vs_moto", services.Get);
            Print(output, "s3_vs_moto", services.PutAndGet);
            Print(output, "s3_front_vs_direct", services.Front);
            Print(output, "sqs_front_vs_direct", services.Queue);
        }
        else
        {
            await Console.Error.WriteLineAsync("s3_put_vs_moto, s3_get_vs_moto, s3_front_vs_direct and sqs_front_vs_direct are left out: pip install 'moto[server]', or see above");
        }

        return 0;
    }

    private static void Print(TextWriter output, string name, double value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###}"));
}
