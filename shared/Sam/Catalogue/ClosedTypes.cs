using System.Collections.Frozen;
using Sam.Errors;

namespace Sam.Catalogue;

/// <summary>
/// What bears on access to a service that is not done here: policies of its resources, and who may be what. Each is closed, and so is what a policy guards where a server
/// runs its service, see <see cref="GuardedResource"/>; nothing else is. A web ACL closes the API that it stands in front of, see <see cref="Resources.WebAclAssociations"/>.
/// </summary>
internal static class ClosedTypes
{
    private const string Remedy = "Nothing that LocalAws does itself depends on it; prove it where the template is deployed.";
    private const string Unread = "LocalAws does not serve what this policy guards, and does not enforce it.";
    private const string RemedyOfPolicy =
        "Where a server runs the service (--upstream), nobody gets to what it guards; nothing else depends on it. Prove it where the template is deployed.";

    /// <summary>Policies that only let in, or guard no resource that somebody calls: without them nobody gets further.</summary>
    private static readonly string[] Harmless =
    [
        "AWS::ACMPCA::Permission", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCEndpointServicePermissions", "AWS::EC2::VerifiedAccessEndpoint", "AWS::EC2::VerifiedAccessGroup",
        "AWS::ECR::RepositoryCreationTemplate", "AWS::IoT::Policy", "AWS::Lambda::LayerVersionPermission", "AWS::Logs::AccountPolicy", "AWS::Signer::ProfilePermission",
    ];

    private static readonly Shape Anything = Shape.Empty.RestIsInert();

    // What a type says as a whole.
    private static readonly FrozenDictionary<string, string> Types = Read(
        """
        AWS::ACMPCA::Permission AWS::APS::ResourcePolicy AWS::Bedrock::ResourcePolicy AWS::CloudTrail::ResourcePolicy AWS::EC2::VPCEndpointServicePermissions
        AWS::ECR::RegistryPolicy AWS::EventSchemas::RegistryPolicy AWS::IoT::Policy
        AWS::Lambda::LayerVersionPermission AWS::Lex::ResourcePolicy AWS::Logs::AccountPolicy AWS::MSK::ClusterPolicy
        AWS::MediaPackageV2::ChannelPolicy AWS::MediaPackageV2::OriginEndpointPolicy AWS::MediaTailor::ChannelPolicy AWS::OpenSearchServerless::AccessPolicy
        AWS::OpenSearchServerless::SecurityPolicy AWS::Organizations::ResourcePolicy AWS::S3::MultiRegionAccessPointPolicy
        AWS::S3Express::BucketPolicy AWS::S3Files::FileSystemPolicy AWS::S3ObjectLambda::AccessPointPolicy AWS::S3Outposts::BucketPolicy
        AWS::S3Tables::TableBucketPolicy AWS::S3Tables::TablePolicy AWS::S3Vectors::VectorBucketPolicy AWS::SMSVOICE::ResourcePolicy
        AWS::Signer::ProfilePermission AWS::VpcLattice::AuthPolicy AWS::VpcLattice::ResourcePolicy AWS::XRay::ResourcePolicy
        """, Unread)
        .Concat(Read(
            """
            AWS::EKS::AccessEntry AWS::EKS::PodIdentityAssociation AWS::IoTSiteWise::AccessPolicy AWS::LakeFormation::Permissions
            AWS::LakeFormation::PrincipalPermissions AWS::Organizations::Policy AWS::QBusiness::Permission AWS::RAM::ResourceShare AWS::RolesAnywhere::Profile
            AWS::RolesAnywhere::TrustAnchor AWS::S3::AccessGrant AWS::SSO::Assignment AWS::SSO::PermissionSet AWS::VerifiedPermissions::IdentitySource
            AWS::VerifiedPermissions::Policy AWS::VerifiedPermissions::PolicyTemplate
            """, "LocalAws does not enforce who may do what by this."))
        .Concat(Read("AWS::WAFRegional::WebACLAssociation AWS::WAFv2::WebACLAssociation", "LocalAws does not enforce web ACLs."))
        .Concat(Read(
            """
            AWS::Lambda::WebFunction AWS::Lambda::WebFunctionEndpoint AWS::Lambda::WebFunctionRevision AWS::Serverless::MicrovmImage
            AWS::Serverless::NetworkConnector AWS::Serverless::WebFunction
            """, "LocalAws does not run web functions."))
        .ToFrozenDictionary(StringComparer.Ordinal);

    // A property that is a policy, of a type that is inert without it.
    private static readonly FrozenDictionary<string, Shape> Properties = new Dictionary<string, string>
    {
        ["AWS::AIOps::InvestigationGroup"] = "InvestigationGroupPolicy",
        ["AWS::Backup::BackupVault"] = "AccessPolicy",
        ["AWS::Backup::LogicallyAirGappedBackupVault"] = "AccessPolicy",
        ["AWS::CodeArtifact::Domain"] = "PermissionsPolicyDocument",
        ["AWS::CodeArtifact::Repository"] = "PermissionsPolicyDocument",
        ["AWS::Comprehend::DocumentClassifier"] = "ModelPolicy",
        ["AWS::DSQL::Cluster"] = "PolicyDocument",
        ["AWS::EC2::VPCEndpoint"] = "PolicyDocument",
        ["AWS::EC2::VerifiedAccessEndpoint"] = "PolicyDocument",
        ["AWS::EC2::VerifiedAccessGroup"] = "PolicyDocument",
        ["AWS::ECR::PublicRepository"] = "RepositoryPolicyText",
        ["AWS::ECR::Repository"] = "RepositoryPolicyText",
        ["AWS::ECR::RepositoryCreationTemplate"] = "RepositoryPolicy",
        ["AWS::EFS::FileSystem"] = "FileSystemPolicy",
        ["AWS::Elasticsearch::Domain"] = "AccessPolicies AdvancedSecurityOptions",
        ["AWS::Logs::Destination"] = "DestinationPolicy",
        ["AWS::MediaStore::Container"] = "Policy",
        ["AWS::OSIS::Pipeline"] = "ResourcePolicy",
        ["AWS::Oam::Sink"] = "Policy",
        ["AWS::Omics::SequenceStore"] = "S3AccessPolicy",
        ["AWS::OpenSearchService::Domain"] = "AccessPolicies AdvancedSecurityOptions",
        ["AWS::RUM::AppMonitor"] = "ResourcePolicy",
        ["AWS::Redshift::Cluster"] = "NamespaceResourcePolicy",
        ["AWS::RedshiftServerless::Namespace"] = "NamespaceResourcePolicy",
        ["AWS::S3::AccessPoint"] = "Policy",
        ["AWS::S3Express::AccessPoint"] = "Policy",
        ["AWS::S3Outposts::AccessPoint"] = "Policy",
        ["AWS::SageMaker::ModelPackageGroup"] = "ModelPackageGroupPolicy",
        ["AWS::Transfer::User"] = "Policy",
    }.ToFrozenDictionary(static pair => pair.Key, static pair => Close(pair.Key, pair.Value), StringComparer.Ordinal);

    /// <summary>The names of all types that are closed as a whole.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>All that is closed: types as a whole, which have no property here, and properties of types that are inert without them; each with its reason.</summary>
    public static IEnumerable<(string Type, string Property, string Reason)> Elements =>
        Types.Select(static type => (type.Key, "", type.Value))
            .Concat(Properties.SelectMany(static type => type.Value.Properties.Values.Select(property => (type.Key, property.Name, property.Reason))))
            .OrderBy(static element => element.Key, StringComparer.Ordinal).ThenBy(static element => element.Item2, StringComparer.Ordinal);

    /// <summary>Why all resources of a type are closed; null when they are not.</summary>
    public static Unknown? Of(string type) => Types.TryGetValue(type, out var reason) ? new(reason, Guards(type, "") ? RemedyOfPolicy : Remedy) : null;

    /// <summary>Whether a type as a whole, or a property of it, is a policy that guards a resource.</summary>
    public static bool Guards(string type, string property) => !Harmless.Contains(type)
        && (property.Length == 0
            ? Types.TryGetValue(type, out var reason) && reason == Unread
            : IsOfPolicy(property) && Properties.TryGetValue(type, out var shape) && shape.Properties.ContainsKey(property));

    /// <summary>The properties of a type that is inert or closed as a whole.</summary>
    public static Shape PropertiesOf(string type) => Properties.GetValueOrDefault(type, Anything);

    private static bool IsOfPolicy(string property) => property.Contains("Polic", StringComparison.Ordinal);

    private static Shape Close(string type, string properties) => properties.Split(' ').Aggregate(
        Anything, (shape, property) => shape.Closed(property, Unread, IsOfPolicy(property) && !Harmless.Contains(type) ? RemedyOfPolicy : Remedy));

    private static FrozenDictionary<string, string> Read(string names, string reason) =>
        names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenDictionary(static name => name, _ => reason, StringComparer.Ordinal);
}
