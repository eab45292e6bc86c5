using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Sam.Catalogue.Registry;
using Sam.Errors;

namespace Sam.Catalogue;

/// <summary>
/// Every type of resource that a template may hold: those that LocalAws enforces or emulates, each in the table of its service, and all others, which guard nothing here.
/// </summary>
internal static partial class ResourceCatalogue
{
    private static readonly ConcurrentDictionary<string, ResourceType> Inert = new(StringComparer.Ordinal);

    /// <summary>The types that LocalAws enforces or emulates.</summary>
    public static FrozenDictionary<string, ResourceType> Types { get; } =
        IamTypes.All.AddRange(LambdaTypes.All).AddRange(ServerlessTypes.All).AddRange(ApiTypes.All).AddRange(HttpApiTypes.All).AddRange(RestApiTypes.All)
            .AddRange(ApiGatewayV2Types.All).AddRange(WebSocketApiTypes.All).AddRange(DomainTypes.All)
            .AddRange(CognitoTypes.All).AddRange(IdentityPoolTypes.All).AddRange(DataTypes.All).AddRange(NestedTypes.All).AddRange(ServiceTypes.All)
            .ToFrozenDictionary(static type => type.Name, StringComparer.Ordinal);

    /// <summary>The type of a name; null for what is no name of a type, and for a name that AWS does not have and that is meant for one that matters here.</summary>
    /// <param name="name">The name, such as <c>AWS::SQS::Queue</c>.</param>
    /// <param name="remedy">What to do about a name without a type.</param>
    public static ResourceType? Find(string name, out string remedy)
    {
        remedy = "";
        if ((Types.GetValueOrDefault(name) ?? Inert.GetValueOrDefault(name)) is { } known)
        {
            return known;
        }

        if (TypeRegistry.Find(name) is { } registered)
        {
            return Inert.GetOrAdd(name, static (_, registered) => registered.ToInert(), registered);
        }

        if (!name.StartsWith("Custom::", StringComparison.Ordinal) && DidYouMean.Hint(name, Types.Keys.Concat(ClosedTypes.Names)) is { } hint)
        {
            remedy = hint;
            return null;
        }

        if (TypeName().IsMatch(name))
        {
            return Foreign(name);
        }

        remedy = "Write 'AWS::Service::Kind', or 'Custom::Name' for a resource of your own.";
        return null;
    }

    // A custom resource, one of another vendor, a module, or a type that AWS has added since.
    private static ResourceType Foreign(string name) => new(name)
    {
        Word = ElementWord.Inert,
        Properties = Shape.Empty.RestIsInert(),
        IsForeign = true,
        Closed = name.StartsWith("AWS::Serverless::", StringComparison.Ordinal)
            ? new Unknown($"LocalAws does not know what the transform makes of '{name}'.", "Declare what it makes, or prove it where the template is deployed.")
            : null,
    };

    [GeneratedRegex("^(Custom::[A-Za-z0-9_@-]{1,60}|[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}(::MODULE)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();
}
