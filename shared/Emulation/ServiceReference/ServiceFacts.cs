using System.Collections.Immutable;

namespace Emulation.ServiceReference;

/// <summary>What the data say of one service of IAM's.</summary>
/// <param name="Prefix">What its actions begin with, such as <c>sqs</c>.</param>
internal sealed record ServiceFacts(string Prefix)
{
    /// <summary>Its actions by name, in any case.</summary>
    public required IReadOnlyDictionary<string, ServiceAction> Actions { get; init; }

    /// <summary>Its resource types.</summary>
    public required ImmutableArray<ArnType> Types { get; init; }

    /// <summary>Its condition keys.</summary>
    public required ImmutableArray<ServiceKey> Keys { get; init; }

    /// <summary>Its APIs: of SES four, of a service that is only called through others none.</summary>
    public ImmutableArray<ServiceApi> Apis { get; internal set; } = [];

    /// <summary>The operations of all its APIs.</summary>
    public IEnumerable<ModelOperation> Operations => Apis.SelectMany(static api => api.Operations.Values);

    /// <summary>The types whose form an ARN has: of several forms those that say most, so that a table's index is no table.</summary>
    public ImmutableArray<ArnType> TypesOf(string arn)
    {
        var best = 0;
        var types = ImmutableArray.CreateBuilder<ArnType>();
        foreach (var type in Types)
        {
            var said = type.Matches(arn);
            if (said > best)
            {
                types.Clear();
                best = said;
            }

            if (said == best && said > 0)
            {
                types.Add(type);
            }
        }

        return types.DrainToImmutable();
    }
}

/// <summary>A condition key of a service.</summary>
/// <param name="Name">Such as <c>aws:RequestTag/${TagKey}</c>.</param>
/// <param name="Type">What it holds.</param>
/// <param name="HasSeveral">Whether it holds several values.</param>
internal readonly record struct ServiceKey(string Name, ServiceKeyType Type, bool HasSeveral);

/// <summary>What a condition key holds. Service Authorization Reference, "Condition keys table".</summary>
internal enum ServiceKeyType
{
    Text,
    Number,
    Boolean,
    Date,
    Arn,
    Address,
}
