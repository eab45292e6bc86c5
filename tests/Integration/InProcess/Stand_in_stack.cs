using Harness;

namespace Integration.InProcess;

/// <summary>The repository's own template with delegates in place of every function: nothing is built, nothing is started.</summary>
public sealed class Stand_in_stack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Aws = await StartAsync();

    public ValueTask DisposeAsync() => Aws.DisposeAsync();

    public static Task<LocalAws> StartAsync() => LocalAws.StartAsync(Options, TestContext.Current.CancellationToken);

    public static LocalAwsOptions Options => new()
    {
        Functions =
        {
            ["OrdersFunction"] = ProxyFunction.Of(static call => ProxyAnswer.Json(new { call.Method, call.Path, call.Route, call.CallerArn, call.Body, tag = call.Header("x-tag") })),
            ["BillingFunction"] = static (_, _) => throw new InvalidOperationException("no money"),
            ["PartnerAuthorizerFunction"] = static (input, _) => throw new InvalidOperationException(input["type"]?.ToString()),
        },
    };
}
