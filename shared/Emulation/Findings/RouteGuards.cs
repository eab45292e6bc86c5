using Sam;

namespace Emulation.Findings;

/// <summary>What the rules ask about a route's authorizer.</summary>
internal static class RouteGuards
{
    extension(Route route)
    {
        /// <summary>The authorizer that it has on AWS; the closed one itself where that cannot be told.</summary>
        private Authorizer Declared => route.Authorizer is ClosedAuthorizer { Instead: { } instead } ? instead : route.Authorizer;

        /// <summary>Whether its callers sign.</summary>
        public bool IsSigned => route.Declared is IamAuthorizer;

        /// <summary>Whether it asks its callers for anything.</summary>
        public bool IsGuarded => route.Declared is not NoAuthorizer;

        /// <summary>Whether anybody may call its function.</summary>
        public bool IsOpen => !route.IsGuarded && route.Mock is null;

        /// <summary>Whether it takes every path below its own.</summary>
        public bool IsGreedy => route.Path.EndsWith("+}", StringComparison.Ordinal);

        /// <summary>The function that authorizes its calls; null for none.</summary>
        public LambdaAuthorizer? Function => route.Declared as LambdaAuthorizer;
    }
}
