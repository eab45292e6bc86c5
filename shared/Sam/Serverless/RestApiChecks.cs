using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>What API Gateway refuses of a REST API as a whole, and what browsers do not get past.</summary>
internal static class RestApiChecks
{
    /// <summary>API Gateway: "A sibling ({id}) of this resource already has a variable path part -- only one is allowed".</summary>
    public static void Siblings(IEnumerable<ApiOperation> operations)
    {
        var names = new Dictionary<string, (string Segment, ApiOperation First)>(StringComparer.Ordinal);
        foreach (var one in operations)
        {
            for (var start = one.Path.IndexOf("/{", StringComparison.Ordinal); start >= 0; start = one.Path.IndexOf("/{", start + 1, StringComparison.Ordinal))
            {
                var end = one.Path.IndexOf('/', start + 1);
                var segment = one.Path[(start + 1)..(end < 0 ? one.Path.Length : end)];
                if (segment.EndsWith("+}", StringComparison.Ordinal))
                {
                    continue;
                }

                var prefix = one.Path[..start];
                if (names.TryGetValue(prefix, out var known) && known.Segment != segment)
                {
                    one.Values.Report(
                        "Path",
                        $"'{one.Path}' calls a variable {segment} that '{known.First.Path}' (line {known.First.At.Line}) calls {known.Segment}; "
                            + "API Gateway takes one name in one place.",
                        "Use the same name in both.");
                    break;
                }

                names.TryAdd(prefix, (segment, one));
            }
        }
    }

    /// <summary>The methods for browsers that nobody without a signature reaches.</summary>
    public static void Cors(Values api)
    {
        var auth = api.Inner("Auth");
        if (api["Cors"] is not null && auth.Text("DefaultAuthorizer") == "AWS_IAM" && auth.Flag("AddDefaultAuthorizerToCorsPreflight") != false)
        {
            api.Trap(
                TrapKind.SignedPreflight,
                api.LineOf("Cors"),
                "The transform puts AWS_IAM on the OPTIONS methods that it adds for Cors, and browsers send preflight requests without a signature: no browser gets past it.",
                "Write 'AddDefaultAuthorizerToCorsPreflight: false' in the API's Auth.");
        }
    }

    /// <summary>A private API is reached through VPC endpoints only.</summary>
    public static bool Endpoint(Values api, out IEnumerable<string> endpoints)
    {
        var configuration = api["EndpointConfiguration"] is Documents.MapNode ? api.Inner("EndpointConfiguration") : null;
        var type = configuration is null
            ? api.Text("EndpointConfiguration")
            : configuration.Text("Type") ?? configuration.Texts("Types").Select(static one => one.Text).FirstOrDefault();
        endpoints = configuration is null ? [] : configuration.Texts("VPCEndpointIds").Concat(configuration.Texts("VpcEndpointIds")).Select(static id => id.Text);
        return type == "PRIVATE";
    }
}
