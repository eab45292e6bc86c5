using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Resources;
using Sam.Serverless;
using Sam.Templates;

namespace Sam.Cognito;

/// <summary>Builds the user pools and their parts from <c>AWS::Cognito::*</c>, and writes the triggers of functions' events into the pools.</summary>
internal sealed class UserPoolResources(ImmutableArray<Resource> resources, ImmutableArray<TriggerEvent> triggers, DependencyGraph dependencies, string file)
{
    private static readonly FrozenDictionary<string, UserPoolResourceKind> Kinds = new Dictionary<string, UserPoolResourceKind>
    {
        ["AWS::Cognito::UserPool"] = UserPoolResourceKind.Pool,
        ["AWS::Cognito::UserPoolClient"] = UserPoolResourceKind.Client,
        ["AWS::Cognito::UserPoolDomain"] = UserPoolResourceKind.Domain,
        ["AWS::Cognito::UserPoolGroup"] = UserPoolResourceKind.Group,
        ["AWS::Cognito::UserPoolResourceServer"] = UserPoolResourceKind.ResourceServer,
        ["AWS::Cognito::UserPoolIdentityProvider"] = UserPoolResourceKind.IdentityProvider,
        ["AWS::Cognito::UserPoolUser"] = UserPoolResourceKind.User,
        ["AWS::Cognito::UserPoolUserToGroupAttachment"] = UserPoolResourceKind.UserToGroup,
        ["AWS::Cognito::UserPoolUICustomizationAttachment"] = UserPoolResourceKind.Customization,
        ["AWS::Cognito::ManagedLoginBranding"] = UserPoolResourceKind.Branding,
        ["AWS::Cognito::Terms"] = UserPoolResourceKind.Terms,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What messages say, what things are called, and where browsers may go back to that nobody knows of here, lets nobody in.
    private static readonly FrozenSet<string> Wording = FrozenSet.Create(
        StringComparer.Ordinal, "ClientName", "EmailAuthenticationMessage", "EmailAuthenticationSubject", "EmailConfiguration",
        "EmailVerificationMessage", "EmailVerificationSubject", "SmsAuthenticationMessage", "SmsConfiguration", "SmsVerificationMessage", "UserPoolName", "UserPoolTags",
        "UserPoolTier", "VerificationMessageTemplate", "AnalyticsConfiguration", "CallbackURLs", "DefaultRedirectURI", "LogoutURLs");

    private readonly FunctionArns functions = new(resources);
    private readonly Dictionary<string, string> poolsById = resources
        .Where(static resource => resource.TypeName == "AWS::Cognito::UserPool")
        .ToDictionary(static pool => pool.Declaration.Type!.Ref(pool.Physical), static pool => pool.LogicalId, StringComparer.Ordinal);

    /// <summary>Pools first, then the rest, each in the template's order.</summary>
    public ImmutableArray<UserPoolResource> Build() =>
    [
        .. resources.Where(static resource => resource.TypeName == "AWS::Cognito::UserPool").Select(Pool),
        .. resources.Where(static resource => resource.TypeName != "AWS::Cognito::UserPool" && Kinds.ContainsKey(resource.TypeName)).Select(Part).OfType<UserPoolResource>(),
    ];

    private UserPoolResource Pool(Resource pool)
    {
        CheckLambdaConfig(pool.Values.Inner("LambdaConfig"));
        var properties = Properties(pool);
        AddTriggers(pool, properties);
        if (pool.Values["UserPoolTags"] is not null)
        {
            properties["UserPoolTags"] = new JsonObject(pool.Values.TextMap("UserPoolTags").Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
        }

        var id = pool.Declaration.Type!.Ref(pool.Physical);
        return Of(pool, id, id, properties);
    }

    private UserPoolResource? Part(Resource part)
    {
        if (part.Values.Text("UserPoolId") is not { } pool)
        {
            return null;
        }

        if (!poolsById.ContainsKey(pool))
        {
            part.Values.Report(
                "UserPoolId", $"The template declares no user pool '{pool}'.",
                DidYouMean.Closest(pool, poolsById.Values) is { } name ? $"Write !Ref {name}." : "Refer to an AWS::Cognito::UserPool with !Ref.");
            return null;
        }

        return Of(part, pool, PhysicalId(part), Properties(part));
    }

    private UserPoolResource Of(Resource resource, string pool, string physicalId, JsonObject properties) =>
        new(Kinds[resource.TypeName], resource.LogicalId, pool, physicalId, properties, new SourceLine(file, resource.Declaration.Line))
        {
            HasStandIn = Kinds[resource.TypeName] == UserPoolResourceKind.IdentityProvider && StandInReader.Asks(resource.Declaration.Metadata),
        };

    private static string PhysicalId(Resource part) => Kinds[part.TypeName] == UserPoolResourceKind.UserToGroup
        ? $"{part.Values.Text("Username")}/{part.Values.Text("GroupName")}"
        : part.Declaration.Type!.Ref(part.Physical);

    // What the template leaves unnamed has the name that CloudFormation would generate.
    private static JsonObject Properties(Resource resource)
    {
        if (Kinds[resource.TypeName] is UserPoolResourceKind.Pool or UserPoolResourceKind.Client)
        {
            // A setting that is left out has Cognito's default, which may let in whom the value does not.
            ResourceJson.CloseUnknown(resource.Values, Wording);
        }

        var properties = ResourceJson.Of(resource.Values);
        if (resource.Declaration.Type!.NameProperty is { } name && !properties.ContainsKey(name))
        {
            properties[name] = resource.Physical.Name;
        }

        return properties;
    }

    private void CheckLambdaConfig(Values config)
    {
        foreach (var trigger in CognitoTypes.Triggers.Where(trigger => config[trigger] is not null))
        {
            functions.LogicalId(config, trigger);
        }

        foreach (var trigger in CognitoTypes.VersionedTriggers.Where(trigger => config[trigger] is MapNode))
        {
            functions.LogicalId(config.Inner(trigger), "LambdaArn");
        }
    }

    // aws-sam-translator, Cognito._inject_lambda_config.
    private void AddTriggers(Resource pool, JsonObject properties)
    {
        foreach (var one in triggers.Where(trigger => trigger.Pool == pool))
        {
            if (properties["LambdaConfig"] is not JsonObject config)
            {
                properties["LambdaConfig"] = config = [];
            }

            foreach (var trigger in one.Triggers)
            {
                if (!config.TryAdd(trigger, FunctionArns.Of(one.Function)))
                {
                    one.Values.Report("Trigger", $"The user pool '{pool.LogicalId}' has a function for {trigger} already.", "Remove one of the two.");
                }
            }

            dependencies.Add(pool.LogicalId, one.Function.LogicalId, one.Line);
        }
    }
}
