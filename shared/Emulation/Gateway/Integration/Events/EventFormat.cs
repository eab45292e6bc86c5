using Emulation.Gateway.Apis;
using Sam;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The form of the event that a function gets.</summary>
internal enum EventFormat
{
    /// <summary>A REST API's proxy event.</summary>
    Rest,

    /// <summary>Payload format 1.0 of an HTTP API: nearly a REST API's event.</summary>
    Http1,

    /// <summary>Payload format 2.0 of an HTTP API.</summary>
    Http2,
}

/// <summary>Reads the form from what a route or an authorizer says.</summary>
internal static class EventFormats
{
    public static EventFormat Of(DeployedApi api, string version) => api is not DeployedHttpApi ? EventFormat.Rest : version == "1.0" ? EventFormat.Http1 : EventFormat.Http2;

    public static EventFormat Of(DeployedApi api, Route route) => Of(api, route.PayloadFormatVersion);
}
