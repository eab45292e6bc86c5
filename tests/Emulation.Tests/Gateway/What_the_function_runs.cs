using System.Text;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Routing;
using Emulation.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Sam;

namespace Emulation.Tests.Gateway;

/// <summary>
/// Random route tables, each served by the gateway and, as an ASP.NET Core application on shared/Lambda, by the function behind it; and requests with encoded,
/// doubled, dotted and odd-case segments and odd methods. What the function runs is the route that the gateway chose, and so has authorized. Only what is a trap on
/// AWS as well is left out: ASP.NET Core passes over a literal's case and a slash at the end, API Gateway does not (LA106 of lint).
/// </summary>
public class What_the_function_runs
{
    private const int Tables = 60;
    private const int RequestsOfEach = 120;
    private static readonly string[] Literals = ["admin", "orders", "a", "b", "x.y", "ok"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "get", "Get", "post", "FOO", "TRACE", "ANY", "CONNECT"];
    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        """);

    private static readonly GatewayRouting Routing = new(new TestPrincipals([Stack]).Keyring);

    [Theory]
    [InlineData("rest", 1)]
    [InlineData("rest", 2)]
    [InlineData("2.0", 3)]
    [InlineData("2.0", 4)]
    [InlineData("1.0", 5)]
    public async Task Is_the_route_that_the_gateway_chose(string kind, int seed)
    {
        var random = new Random(seed);
        var ran = 0;
        for (var table = 0; table < Tables; table++)
        {
            var routes = RoutesOf(random, kind);
            var api = Deploy(kind, routes, random.Next(2) == 0 ? "prod" : "$default");
            await using var function = await FunctionBehind.StartAsync(routes);
            for (var i = 0; i < RequestsOfEach; i++)
            {
                var (method, path) = (Methods[random.Next(random.Next(3) == 0 ? Methods.Length : 2)], PathOf(random, routes));
                if (await RouteAsync(api, method, path) is not { } request)
                {
                    continue;
                }

                var seen = await function.RunAsync(EventOf(request));
                Assert.Equal($"{api.StageArn}/{method}{seen.Path}", request.Arn);
                Assert.Equal(method, seen.Method);
                if (seen.Ran is { } key && !IsTrapOfAws(routes.Single(r => KeyOf(r) == key), seen.Path))
                {
                    Assert.True(KeyOf(request.Route) == key, $"{method} {path}: the gateway chose {KeyOf(request.Route)}, the function ran {key}, of {string.Join(", ", routes.Select(KeyOf))}.");
                    ran++;
                }
            }
        }

        Assert.True(ran > Tables * RequestsOfEach / 20, $"Only {ran} requests reached a route: the generator has lost its bite.");
    }

    /// <summary>Whether a route of the function takes a path for nothing but its case, or a slash at its end.</summary>
    private static bool IsTrapOfAws(Route route, string path)
    {
        var literals = route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (path.Length > 1 && path.EndsWith('/')) || literals.Zip(segments).Any(static pair => pair.First != pair.Second && pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static List<Route> RoutesOf(Random random, string kind)
    {
        var routes = new Dictionary<string, Route>(StringComparer.Ordinal);
        for (var i = random.Next(2, 9); i > 0; i--)
        {
            var path = new StringBuilder();
            var shape = new StringBuilder();
            for (var depth = random.Next(1, 4); depth > 0; depth--)
            {
                var literal = Literals[random.Next(Literals.Length)];
                var (segment, form) = random.Next(6) switch
                {
                    0 => ($"{{p{depth}}}", "{}"),
                    1 when depth == 1 => ("{proxy+}", "{+}"),
                    _ => (literal, literal),
                };
                path.Append('/').Append(segment);
                shape.Append('/').Append(form);
            }

            var method = ((string[])["GET", "POST", "ANY"])[random.Next(3)];
            routes.TryAdd($"{method} {shape}", Given.Route(method, path.ToString()) with { PayloadFormatVersion = kind == "2.0" ? "2.0" : "1.0" });
        }

        if (random.Next(2) == 0)
        {
            routes["catch-all"] = Given.Route("ANY", kind == "rest" ? "/{proxy+}" : "$default") with { PayloadFormatVersion = kind == "2.0" ? "2.0" : "1.0" };
            routes.Remove("ANY /{+}");
        }

        return [.. routes.Values];
    }

    /// <summary>A path that is nearly one of the routes': what a person would try who wants to get past the gateway.</summary>
    private static string PathOf(Random random, List<Route> routes)
    {
        var template = routes[random.Next(routes.Count)].Path.TrimStart('$').Split('/', StringSplitOptions.RemoveEmptyEntries);
        var path = new StringBuilder();
        foreach (var segment in template)
        {
            path.Append('/').Append(Bent(random, segment.StartsWith('{') ? Literals[random.Next(Literals.Length)] : segment));
        }

        return random.Next(8) switch
        {
            0 => $"{path}/",
            1 => $"{path}/{Bent(random, "a")}",
            2 => $"/{path}",
            3 => $"{path}//b",
            _ => path.Length == 0 ? "/" : path.ToString(),
        };
    }

    private static string Bent(Random random, string segment) => random.Next(24) switch
    {
        0 => Encoded(random, segment, "%"),
        1 => Encoded(random, segment, "%25"),
        2 => segment.ToUpperInvariant(),
        3 => Encoded(random, segment.ToUpperInvariant(), "%"),
        4 => ((string[])[".", "..", "%2e", "%2E%2e", ".%2e", "", "%00", "%2F", "%5C", "%5c..", "%0a", "%7f", "%c0%af", "%zz", "%", "%C4%B0"])[random.Next(16)],
        5 => $"{segment}%2F{Literals[random.Next(Literals.Length)]}",
        6 => $"{segment}/../{Literals[random.Next(Literals.Length)]}",
        7 => $"{segment};v=1",
        8 => $"{segment}%20",
        9 => $"{segment}%3Fx",
        10 => $"{segment}%23x",
        11 => $"{segment}+",
        12 => $"{segment}%252F{segment}",
        _ => segment,
    };

    private static string Encoded(Random random, string segment, string sign)
    {
        var text = new StringBuilder();
        foreach (var c in segment)
        {
            _ = random.Next(2) == 0 ? text.Append(c) : text.Append(sign).Append(((int)c).ToString(random.Next(2) == 0 ? "x2" : "X2", null));
        }

        return text.ToString();
    }

    private static DeployedApi Deploy(string kind, List<Route> routes, string stage) => DeployedApi.Of(Stack, kind == "rest"
        ? new RestApi { LogicalId = "Api", ApiId = "abcdefghij", Name = "api", StageName = "prod", Line = new SourceLine("template.yaml", 1), Routes = [.. routes] }
        : new HttpApi { LogicalId = "Api", ApiId = "abcdefghij", Name = "api", StageName = stage, Line = new SourceLine("template.yaml", 1), Routes = [.. routes] });

    /// <summary>The gateway's own way from the request line to the route; null when it refuses.</summary>
    private static async Task<GatewayRequest?> RouteAsync(DeployedApi api, string method, string path)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        var target = $"{api.StagePath}{path}?q=1";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        var received = await ReceivedRequest.ReadAsync(http, 1000);
        Assert.True(new ApiDirectory([api]).TryAddress("abcdefghij.execute-api.us-east-1.localhost", target, out var address));
        return Routing.Route(received, address, new RequestIds("id", "extended", "Root=1-2-3"), DateTimeOffset.UnixEpoch).Request;
    }


    private static byte[] EventOf(GatewayRequest request) => request.Target.FormatOf(request.Route.PayloadFormatVersion).EventOf(request, GatewayDecision.Allow(null, ""));

    private static string KeyOf(Route route) => $"{route.Method} {route.Path}";

    /// <summary>The function: the routes as an ASP.NET Core application has them, fed with events.</summary>
    private sealed class FunctionBehind : IServer, IAsyncDisposable
    {
        private Func<IFeatureCollection, Task> run = static _ => Task.CompletedTask;
        private WebApplication? application;

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public static async Task<FunctionBehind> StartAsync(IEnumerable<Route> routes)
        {
            var function = new FunctionBehind();
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRoutingCore();
            builder.Services.AddSingleton<IServer>(function);
            function.Features.Set<IServerAddressesFeature>(new ServerAddressesFeature());
            function.application = builder.Build();
            foreach (var route in routes)
            {
                var key = KeyOf(route);

                // API Gateway's {proxy+} takes one segment at least.
                var pattern = route.Path == "$default" ? "/{**rest}" : route.Path.Replace("{proxy+}", "{**proxy:minlength(1)}", StringComparison.Ordinal);
                Task Ran(HttpContext http)
                {
                    http.Response.Headers["x-ran"] = key;
                    return Task.CompletedTask;
                }

                _ = route.Method == "ANY" ? function.application.Map(pattern, Ran) : function.application.MapMethods(pattern, [route.Method], Ran);
            }

            await function.application.StartAsync(TestContext.Current.CancellationToken);
            return function;
        }

        /// <summary>What it made of an event: the method and path that it saw, and the route that it ran.</summary>
        public async Task<(string Method, string Path, string? Ran)> RunAsync(byte[] payload)
        {
            var response = new global::Lambda.Hosting.InvocationResponse();
            var features = global::Lambda.Hosting.InvocationFeatures.Create(global::Lambda.Hosting.ProxyEventReader.Read(payload), response, CancellationToken.None);
            var request = features.GetRequiredFeature<IHttpRequestFeature>();
            var (method, path) = (request.Method, request.Path);
            await run(features);
            return (method, path, response.Headers["x-ran"]);
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            run = async features =>
            {
                var context = application.CreateContext(features);
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, null);
            };
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            if (application is { } started)
            {
                application = null;
                await started.DisposeAsync();
            }
        }

        public void Dispose()
        {
        }
    }
}
