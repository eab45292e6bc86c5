using Emulation.Access;
using Sam;

namespace Emulation;

/// <summary>The APIs of a stack, whatever their kind.</summary>
internal static class StackApis
{
    extension(Stack stack)
    {
        /// <summary>REST APIs, then HTTP APIs, then WebSocket APIs, then the URLs of functions, each in the template's order and at each of its stages.</summary>
        public IEnumerable<Api> AllApis => [.. stack.Apis, .. stack.HttpApis, .. stack.WebSocketApis, .. stack.FunctionUrls.Select(FunctionUrlApi.Of)];

        /// <summary>The routes as lists show them: one that is the same at every stage is there once.</summary>
        public IEnumerable<(Api Api, Route Route)> ListedRoutes => stack.AllApis
            .SelectMany(static api => api.Routes.Select(route => (api, route)))
            .DistinctBy(static one => (
                one.api.LogicalId, one.route.Method, one.route.Path, one.route.FunctionLogicalId, one.route.FunctionQualifier,
                AuthorizerAccess.Name(one.route.Authorizer), one.route.Closed));
    }

    extension(Api api)
    {
        /// <summary>How lists name its kind.</summary>
        public string Kind => api switch
        {
            RestApi => "REST",
            HttpApi => "HTTP",
            WebSocketApi => "WEBSOCKET",
            _ => "URL",
        };

        /// <summary>The resource policy of a REST API that has one; HTTP APIs have none, and of a URL the function has it.</summary>
        public global::Iam.Policy? Policy => (api as RestApi)?.ResourcePolicy;
    }
}
