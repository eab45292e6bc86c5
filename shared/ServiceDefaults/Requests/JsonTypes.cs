using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>What a service reads and writes as JSON: each part of it adds its own.</summary>
public static class JsonTypes
{
    /// <summary>Adds the types of a part, made at compile time, to those of routes.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, IJsonTypeInfoResolver types) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, types));
}
