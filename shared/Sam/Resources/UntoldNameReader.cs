using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;

namespace Sam.Resources;

/// <summary>
/// Finds what policies may mean by a name that cannot be told here: roles, users, groups, functions, tables, queues and so on. Each has a stand-in, by which references
/// decide truly and patterns do not.
/// </summary>
internal static class UntoldNameReader
{
    public static ImmutableArray<UntoldName> Of(ImmutableArray<Resource> resources, string file) => [.. resources.Select(resource => Of(resource, file)).OfType<UntoldName>()];

    private static UntoldName? Of(Resource resource, string file)
    {
        var type = resource.Declaration.Type!;
        return KindOf(type.Name) is not { } kind ? null
            : ((string?[])[type.NameProperty, type.PathProperty]).OfType<string>()
                .Select(property => resource.Values[property] is UnknownNode { Why: { } why }
                    ? new UntoldName(kind, resource.LogicalId, property, new SourceLine(file, resource.Values.LineOf(property)), why.Message, why.Remedy)
                    : null)
                .FirstOrDefault(static one => one is not null);
    }

    private static NamedKind? KindOf(string type) => type switch
    {
        "AWS::IAM::Role" => NamedKind.Role,
        "AWS::IAM::User" => NamedKind.User,
        "AWS::IAM::Group" => NamedKind.Group,
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => NamedKind.Function,
        "AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable" => NamedKind.Table,
        ServiceTypes.Queue => NamedKind.Queue,
        ServiceTypes.Topic => NamedKind.Topic,
        ServiceTypes.Bucket => NamedKind.Bucket,
        ServiceTypes.Secret => NamedKind.Secret,
        ServiceTypes.Parameter => NamedKind.Parameter,
        ServiceTypes.EventBus => NamedKind.EventBus,
        ServiceTypes.Stream => NamedKind.Stream,
        ServiceTypes.LogGroup => NamedKind.LogGroup,
        _ => null,
    };
}
