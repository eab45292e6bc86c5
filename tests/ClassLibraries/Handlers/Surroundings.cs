using System.Net;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Core.ResponseStreaming;

namespace Sample;

/// <summary>Handlers that tell what they find around them.</summary>
public class Surroundings
{
    public Dictionary<string, object> Process() => new()
    {
        ["version"] = Environment.Version.Major,
        ["here"] = Environment.CurrentDirectory,
        ["base"] = AppContext.BaseDirectory,
        ["settings"] = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "settings.json"))).RootElement.GetProperty("greeting").GetString(),
        ["root"] = Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT"),
        ["contexts"] = AssemblyLoadContext.All.Count(),
        ["byName"] = Type.GetType("Sample.Order, Sample.Handlers")?.Name,
        ["process"] = Environment.ProcessId,
    };

    public Dictionary<string, object> Context(ILambdaContext context) => new()
    {
        ["requestId"] = context.AwsRequestId,
        ["function"] = $"{context.FunctionName} {context.FunctionVersion} {context.MemoryLimitInMB}",
        ["arn"] = context.InvokedFunctionArn,
        ["logs"] = $"{context.LogGroupName} {context.LogStreamName}",
        ["remaining"] = context.RemainingTime.TotalSeconds,
        ["identity"] = $"{context.Identity.IdentityId} {context.Identity.IdentityPoolId}",
        ["client"] = context.ClientContext.Client is { } client ? $"{client.AppTitle} {client.AppPackageName} {client.AppVersionCode} {client.AppVersionName} {client.InstallationId}" : null,
        ["custom"] = context.ClientContext.Custom?["theme"],
        ["environment"] = context.ClientContext.Environment?["locale"],
        ["tenant"] = context.TenantId,
        ["trace"] = $"{context.TraceId} {Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID")}",
        ["serializer"] = context.Serializer?.GetType().Name,
        ["unknown"] = $"{context.NotKnownYet} {context.NorThis} {context.NorThese(1, "x") is null}",
    };

    public void Logs(ILambdaContext context)
    {
        Console.WriteLine("to the console");
        Console.WriteLine("{0} of {1}", 1, 2);
        Console.Error.WriteLine("to its errors");
        Console.Write("unfinished\n");
        context.Logger.LogLine("a line");
        context.Logger.LogWarning("a warning");
        context.Logger.LogDebug("not shown");
        context.Logger.Log(LogLevel.Critical, "by level");
        context.Logger.LogInformation("order {id} of {count:000}", "o-1", 7);
        context.Logger.LogError(new InvalidOperationException("it broke"), "with an exception");
        LambdaLogger.Log("static");
        LambdaLogger.Log(LogLevel.Error, "static {0}", "with a level");
    }

    public string Fails(string kind) => kind switch
    {
        "plain" => throw new InvalidOperationException("it broke"),
        "caused" => throw new ArgumentException("outer", new InvalidOperationException("inner")),
        "several" => throw new AggregateException("both", new InvalidOperationException("one"), new TimeoutException("two")),
        _ => throw new InvalidOperationException(new string('x', 300_000)),
    };

    public async Task<string> FailsLater(string message)
    {
        await Task.Yield();
        throw new OrderException(message);
    }

    public async Task<string> FailsInSeveral(string message)
    {
        await Task.WhenAll(FailsLater(message), FailsLater("another"));
        return message;
    }

    public async Task Streams(string kind)
    {
        var stream = LambdaResponseStreamFactory.CreateHttpStream(new HttpResponseStreamPrelude { StatusCode = HttpStatusCode.Accepted, Headers = { ["x-own"] = "1" } });
        await stream.WriteAsync(Encoding.UTF8.GetBytes("one "));
        stream.Write(Encoding.UTF8.GetBytes("two"));
        if (kind == "fail")
        {
            throw new OrderException($"after {stream.BytesWritten} bytes");
        }

        if (kind == "twice")
        {
            LambdaResponseStreamFactory.CreateStream();
        }
    }

    public void Ends(string input) => Environment.Exit(3);
}

public class OrderException(string message) : Exception(message);
