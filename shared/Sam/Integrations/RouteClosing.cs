namespace Sam.Integrations;

/// <summary>Puts what closes an API, or a stage of it, in front of each of its routes.</summary>
internal static class RouteClosing
{
    extension(Route route)
    {
        /// <summary>The route itself where nothing closes it, or where something does already.</summary>
        public Route ClosedBy(Closure? closure) =>
            closure is null || route.Closed is not null ? route : route with { Authorizer = new ClosedAuthorizer(closure, route.Authorizer) };
    }
}
