using Sam;

namespace Emulation;

/// <summary>The APIs of a stack, whatever their kind.</summary>
internal static class StackApis
{
    extension(Stack stack)
    {
        /// <summary>REST APIs, then HTTP APIs, then the URLs of functions, each in the template's order.</summary>
        public IEnumerable<Api> AllApis => [.. stack.Apis, .. stack.HttpApis, .. stack.FunctionUrls.Select(FunctionUrlApi.Of)];
    }

    extension(Api api)
    {
        /// <summary>How lists name its kind.</summary>
        public string Kind => api switch
        {
            RestApi => "REST",
            HttpApi => "HTTP",
            _ => "URL",
        };

        /// <summary>The resource policy of a REST API that has one; HTTP APIs have none, and of a URL the function has it.</summary>
        public global::Iam.Policy? Policy => (api as RestApi)?.ResourcePolicy;
    }
}
