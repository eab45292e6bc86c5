using Sam;

namespace Emulation;

/// <summary>The APIs of a stack, whatever their kind.</summary>
internal static class StackApis
{
    extension(Stack stack)
    {
        /// <summary>REST APIs, then HTTP APIs, each in the template's order.</summary>
        public IEnumerable<Api> AllApis => [.. stack.Apis, .. stack.HttpApis];
    }

    extension(Api api)
    {
        /// <summary>The resource policy of a REST API that has one; HTTP APIs have none.</summary>
        public global::Iam.Policy? Policy => (api as RestApi)?.ResourcePolicy;
    }
}
