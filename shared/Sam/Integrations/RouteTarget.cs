namespace Sam.Integrations;

/// <summary>What answers a route at one stage.</summary>
/// <param name="FunctionLogicalId">The function; empty where none does, or none that is known.</param>
internal sealed record RouteTarget(string FunctionLogicalId)
{
    /// <summary>The alias or version of the function; null for the function itself.</summary>
    public string? Qualifier { get; init; }

    /// <summary>What API Gateway answers by itself; null where something else does.</summary>
    public MockAnswer? Mock { get; init; }

    /// <summary>The server that answers; null where something else does.</summary>
    public HttpBackend? Http { get; init; }

    /// <summary>Why nobody may call it here; null when it is open.</summary>
    public Closure? Closed { get; init; }
}
