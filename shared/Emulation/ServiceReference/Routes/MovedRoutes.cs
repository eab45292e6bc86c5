namespace Emulation.ServiceReference.Routes;

/// <summary>
/// Routes that AWS's newer SDKs call operations by, beside those of the data: AWS answers at both. Found by comparing the routes of AWS's SDK for JavaScript, 3.1176, with the data.
/// </summary>
internal static class MovedRoutes
{
    private static readonly Dictionary<string, string> Routes = new(StringComparer.Ordinal)
    {
        ["sesv2.ListConfigurationSets"] = "POST /v2/email/list-configuration-sets",
        ["sesv2.ListEmailIdentities"] = "POST /v2/email/list-identities",
    };

    /// <summary>An operation's routes.</summary>
    public static IEnumerable<RoutedOperation> Of(ModelOperation operation)
    {
        if (operation.Route is { } route)
        {
            yield return new RoutedOperation(operation, route);
        }

        if (Routes.TryGetValue(operation.ToString(), out var moved))
        {
            yield return new RoutedOperation(operation, ModelRoute.Parse(moved, operation.Members));
        }
    }
}

/// <summary>An operation, and one of the routes that lead to it.</summary>
internal readonly record struct RoutedOperation(ModelOperation Operation, ModelRoute Route);
