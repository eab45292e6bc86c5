using System.Collections.Immutable;
using Iam;
using Sam.Errors;

namespace Sam;

/// <summary>A template after the SAM transform, with every intrinsic function evaluated and every policy compiled.</summary>
public sealed record Stack
{
    /// <summary>The stack's name.</summary>
    public required string Name { get; init; }

    /// <summary>The stack's ARN.</summary>
    public string Id { get; init; } = "";

    /// <summary>The template's absolute path. Folders of function code were resolved against it.</summary>
    public required string TemplatePath { get; init; }

    /// <summary>The account that owns the resources.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The region that holds the resources.</summary>
    public required string Region { get; init; }

    /// <summary>The REST APIs, each once for each of its stages, in the template's order; the implicit one (<c>ServerlessRestApi</c>) comes last.</summary>
    public ImmutableArray<RestApi> Apis { get; init; } = [];

    /// <summary>The HTTP APIs, each once for each of its stages, in the template's order; the implicit one (<c>ServerlessHttpApi</c>) comes last.</summary>
    public ImmutableArray<HttpApi> HttpApis { get; init; } = [];

    /// <summary>The WebSocket APIs, each once for each of its stages, in the template's order.</summary>
    public ImmutableArray<WebSocketApi> WebSocketApis { get; init; } = [];

    /// <summary>The domain names that lead to APIs, in the template's order.</summary>
    public ImmutableArray<CustomDomain> Domains { get; init; } = [];

    /// <summary>The API keys, in the template's order; those that the transform makes come last.</summary>
    public ImmutableArray<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>The usage plans, likewise.</summary>
    public ImmutableArray<UsagePlan> UsagePlans { get; init; } = [];

    /// <summary>The Cognito user pools and their parts, pools first, then in the template's order.</summary>
    public ImmutableArray<UserPoolResource> UserPools { get; init; } = [];

    /// <summary>The Cognito identity pools, then their roles and principal tags, each in the template's order.</summary>
    public ImmutableArray<IdentityPoolResource> IdentityPools { get; init; } = [];

    /// <summary>The Lambda functions, in the template's order.</summary>
    public ImmutableArray<Function> Functions { get; init; } = [];

    /// <summary>The layers of functions, in the template's order.</summary>
    public ImmutableArray<Layer> Layers { get; init; } = [];

    /// <summary>
    /// Where <c>sam build</c> puts what it makes of the template: in the folder of the outermost one, and of a nested one in a folder named like it. Empty where nothing is
    /// known of that.
    /// </summary>
    public string SamBuildFolder { get; init; } = "";

    /// <summary>The URLs of functions, in the template's order; those that SAM makes come last.</summary>
    public ImmutableArray<FunctionUrl> FunctionUrls { get; init; } = [];

    /// <summary>The IAM roles, in the template's order; those that the SAM transform generates come last.</summary>
    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>The IAM users, in the template's order.</summary>
    public ImmutableArray<User> Users { get; init; } = [];

    /// <summary>The OpenID Connect providers of IAM, in the template's order.</summary>
    public ImmutableArray<OidcProvider> OidcProviders { get; init; } = [];

    /// <summary>The SAML providers of IAM, in the template's order.</summary>
    public ImmutableArray<SamlProvider> SamlProviders { get; init; } = [];

    /// <summary>The groups of IAM users, in the template's order.</summary>
    public ImmutableArray<Group> Groups { get; init; } = [];

    /// <summary>The managed policies, in the template's order.</summary>
    public ImmutableArray<ManagedPolicy> ManagedPolicies { get; init; } = [];

    /// <summary>The policies that the template attaches to roles, users and groups of other templates.</summary>
    public ImmutableArray<PolicyAttachment> Attachments { get; init; } = [];

    /// <summary>The DynamoDB tables, in the template's order.</summary>
    public ImmutableArray<Table> Tables { get; init; } = [];

    /// <summary>The queues of SQS, in the template's order; what the SAM transform makes comes last, here and in what follows.</summary>
    public ImmutableArray<Queue> Queues { get; init; } = [];

    /// <summary>The topics of SNS.</summary>
    public ImmutableArray<Topic> Topics { get; init; } = [];

    /// <summary>Who is told of messages of topics.</summary>
    public ImmutableArray<TopicSubscription> Subscriptions { get; init; } = [];

    /// <summary>The buckets of S3.</summary>
    public ImmutableArray<Bucket> Buckets { get; init; } = [];

    /// <summary>The secrets of Secrets Manager.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>The parameters of Systems Manager's Parameter Store.</summary>
    public ImmutableArray<SsmParameter> ParameterStore { get; init; } = [];

    /// <summary>The keys of KMS.</summary>
    public ImmutableArray<KmsKey> Keys { get; init; } = [];

    /// <summary>The aliases of keys, those of keys of other templates among them.</summary>
    public ImmutableArray<KmsAlias> KeyAliases { get; init; } = [];

    /// <summary>The event buses of EventBridge.</summary>
    public ImmutableArray<EventBus> EventBuses { get; init; } = [];

    /// <summary>The rules of EventBridge.</summary>
    public ImmutableArray<EventRule> EventRules { get; init; } = [];

    /// <summary>The state machines of Step Functions.</summary>
    public ImmutableArray<StateMachine> StateMachines { get; init; } = [];

    /// <summary>The data streams of Kinesis.</summary>
    public ImmutableArray<KinesisStream> Streams { get; init; } = [];

    /// <summary>The log groups of CloudWatch Logs.</summary>
    public ImmutableArray<LogGroup> LogGroups { get; init; } = [];

    /// <summary>The addresses and domains that SES sends from.</summary>
    public ImmutableArray<SesIdentity> EmailIdentities { get; init; } = [];

    /// <summary>The policies of resources of these services, one for each resource, those of resources of other templates among them.</summary>
    public ImmutableArray<ResourcePolicy> ResourcePolicies { get; init; } = [];

    /// <summary>What services of AWS do by themselves with resources of others, as the template wires it.</summary>
    public ImmutableArray<Delivery> Deliveries { get; init; } = [];

    /// <summary>Every resource, in the template's order, and what is closed of each: what LocalAws does with it.</summary>
    public ImmutableArray<TemplateElement> Elements { get; init; } = [];

    /// <summary>What bears on access and is not enforced here, in the order of the lines.</summary>
    public ImmutableArray<Closure> Closures { get; init; } = [];

    /// <summary>What has a policy that is not read, of services that are not done here.</summary>
    public ImmutableArray<GuardedResource> Guarded { get; init; } = [];

    /// <summary>What in the template does not do what it seems to.</summary>
    public ImmutableArray<TemplateTrap> Traps { get; init; } = [];

    /// <summary>What in the template LocalAws leaves undone.</summary>
    public ImmutableArray<TemplateNotice> Notices { get; init; } = [];

    /// <summary>What each reference to a resource evaluates to.</summary>
    public ImmutableArray<TemplateReference> References { get; init; } = [];

    /// <summary>Which resources refer to which.</summary>
    public ResourceOrder Order { get; init; } = ResourceOrder.None;

    /// <summary>True for a template that is written in JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>The findings that the template accepts, with its reasons.</summary>
    public ImmutableArray<Suppression> Suppressions { get; init; } = [];

    /// <summary>The request that the template shows itself with, when it has one.</summary>
    public SampleRequest? Sample { get; init; }

    /// <summary>The template's outputs.</summary>
    public ImmutableArray<Output> Outputs { get; init; } = [];

    /// <summary>What the template's <c>AWS::SSM::Parameter</c> resources write into Systems Manager's Parameter Store, by name; those whose value is known.</summary>
    public IReadOnlyDictionary<string, string> SsmParameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What has a stand-in for a name, since its own cannot be told here.</summary>
    public ImmutableArray<UntoldName> UntoldNames { get; init; } = [];

    /// <summary>The stacks that the template makes of other templates, each with its own.</summary>
    public ImmutableArray<Stack> Nested { get; init; } = [];

    /// <summary>Every resource of these services.</summary>
    public IEnumerable<ServiceResource> ServiceResources =>
        [.. Queues, .. Topics, .. Buckets, .. Secrets, .. ParameterStore, .. Keys, .. EventBuses, .. EventRules, .. StateMachines, .. Streams, .. LogGroups, .. EmailIdentities];

    /// <summary>The outputs whose value is not known, each with the reason.</summary>
    internal ImmutableDictionary<string, Unknown> UnknownOutputs { get; init; } = ImmutableDictionary<string, Unknown>.Empty;
}
