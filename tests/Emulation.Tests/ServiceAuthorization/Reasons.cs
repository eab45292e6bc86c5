using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Emulation.Tests.ServiceAuthorization;

/// <summary>A difference to the reference that is meant.</summary>
/// <param name="Difference">Service, operation and what differs; with <c>*</c> for any text.</param>
/// <param name="Why">The reason.</param>
internal sealed record Reason(string Difference, string Why)
{
    public bool Covers(string difference) => FileSystemName.MatchesSimpleExpression(Difference.Replace("\\", "\\\\", StringComparison.Ordinal), difference, ignoreCase: false);
}

/// <summary>Where an operation is asked about differently than the Service Authorization Reference lists it, and why.</summary>
internal static class Reasons
{
    private const string NothingYet = "What is made has no tags before it is made.";
    private const string Unsigned = "The call carries its own proof and is not signed: no identity policy is asked.";
    private const string NoTemplates = "Role templates are not offered, so no role is made from one.";
    private const string Handed = "AWS tells policies neither whom the role is for nor what with, as captured of CreateGroup; for the others of Cognito it is a guess.";
    private const string OwnForm = "The reference has no resource type; AWS's refusals show this form.";
    private const string OfTheSession = "A key of the caller's session: the door sets it for every request of one that has it.";
    private const string OneRequest = "The parts of one request are asked with the keys of all of it.";
    private const string NeverDone = "Refused whoever asks, so there is nothing to allow.";
    private const string NoTagsSent = "The operation has no tags: AWS gives them at creation, or by TagResource.";
    private const string OtherMoments = "The keys' descriptions name the operations during which they are there; this is none of them.";
    private const string OfImports = "The values of an import or a reimport, which are not offered; HTTP APIs have no endpoint type.";
    private const string NotKept = "The member is refused: neither stages nor permissions have it.";
    private const string NoCredentials = "Credentials of integrations and authorizers are refused, so no role is passed.";
    private const string SeenInRefusals = "Not in the reference; AWS's refusals of calls with tags name it.";
    private const string NoReplicas = "For replicas, of which there are none: LocalAws is one region.";
    private const string OfTransactions = "The key is there in transactions only.";
    private const string NotInTheRequest = "Restoring names no items and returns none.";
    private const string NeedsNone = "AWS Security Token Service API Reference: no permission is needed, and none can be denied.";

    public static ImmutableArray<Reason> All { get; } =
    [
        new("iam GetRequestAuthorization*: there is no action iam:GetRequestAuthorization*", "A preview, whose actions are not published yet; its API Reference names them."),

        new("iam CreateUser: iam:*User lacks *:ResourceTag/${TagKey}", NothingYet),
        new("iam CreateRole: iam:*Role lacks *:ResourceTag/${TagKey}", NothingYet),
        new("iam CreatePolicy: iam:*Policy lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("iam CreateOpenIDConnectProvider: iam:*OpenIDConnectProvider lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("iam CreateSAMLProvider: iam:*SAMLProvider lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("iam CreateServiceLinkedRole: iam:CreateServiceLinkedRole lacks *:ResourceTag/${TagKey}", NothingYet),
        new("cognito-idp CreateUserPool: cognito-idp:* lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("cognito-identity CreateIdentityPool: cognito-identity:TagResource lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("cloudformation DescribeStacks: cloudformation:DescribeStacks lacks aws:ResourceTag/${TagKey}", "The stack has no tags here."),

        new("apigateway CreateApi: apigateway:POST lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("apigateway GetApis: apigateway:GET lacks aws:ResourceTag/${TagKey}", "A list of APIs has no tags of its own."),

        .. ((string[])
        [
            "CreateAuthorizer", "CreateDeployment", "CreateIntegration", "CreateRoute", "UpdateApi", "UpdateAuthorizer", "UpdateIntegration", "UpdateRoute", "UpdateStage",
            "DeleteApi", "DeleteAuthorizer", "DeleteCorsConfiguration", "DeleteDeployment", "DeleteIntegration", "DeleteRoute", "DeleteStage", "ResetAuthorizersCache",
        ]).SelectMany(static operation => (Reason[])
        [
            new($"apigateway {operation}: apigateway:* lacks aws:RequestTag/${{TagKey}}", NoTagsSent),
            new($"apigateway {operation}: apigateway:* lacks aws:TagKeys", NoTagsSent),
        ]),

        new("apigateway Get*: apigateway:GET lacks apigateway:*", OtherMoments),
        new("apigateway Delete*: apigateway:DELETE lacks apigateway:Request/*", OtherMoments),
        .. ((string[])["ApiKeyRequired", "AuthorizerType", "AuthorizerUri", "EndpointType"]).SelectMany(static key => (Reason[])
        [
            new($"apigateway CreateApi: apigateway:POST lacks apigateway:Request/{key}", OfImports),
            new($"apigateway UpdateApi: apigateway:PATCH lacks apigateway:*/{key}", OfImports),
            new($"apigateway DeleteApi: apigateway:DELETE lacks apigateway:Resource/{key}", OfImports),
        ]),
        new("apigateway UpdateApi: apigateway:PATCH lacks apigateway:*/RouteAuthorizationType", OfImports),
        new("apigateway DeleteApi: apigateway:DELETE lacks apigateway:Resource/RouteAuthorizationType", OfImports),
        new("apigateway CreateStage: apigateway:POST lacks apigateway:Request/AccessLogging*", NotKept),
        new("apigateway UpdateStage: apigateway:PATCH lacks apigateway:*/AccessLogging*", NotKept),
        new("apigateway DeleteStage: apigateway:DELETE lacks apigateway:Resource/AccessLogging*", NotKept),
        new("apigateway *Api: iam:PassRole is not asked", NoCredentials),
        new("apigateway *Authorizer: iam:PassRole is not asked", NoCredentials),
        new("apigateway *Integration: iam:PassRole is not asked", NoCredentials),
        new("apigateway CreateApi: apigateway:POST is asked on arn:aws:apigateway:us-east-1::/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fv2%2Fapis%2F*", SeenInRefusals),
        new("apigateway CreateStage: apigateway:TagResource is asked for besides", SeenInRefusals),
        new("apigateway CreateStage: there is no action apigateway:TagResource", SeenInRefusals),
        new("apigateway CreateStage: apigateway:PUT is not asked", "It is the tag call of version 1; AWS's refusals of version 2 name apigateway:TagResource."),

        new("lambda *ResourcePolicy: lambda:*Permission lacks lambda:FunctionUrlAuthType", "The policy is put or taken away as a whole; AWS does not say which of its statements has a say."),
        new("lambda ListFunctionUrlConfigs: lambda:ListFunctionUrlConfigs lacks lambda:FunctionUrlAuthType", "A function has several URLs, and the request names no kind."),
        new("lambda Invoke: lambda:InvokeFunction lacks lambda:EventSourceToken", "Only Alexa sends one."),
        new("lambda Invoke: lambda:InvokeFunction lacks lambda:InvokedViaFunctionUrl", "The call does not come by a URL."),
        new("lambda InvokeWithResponseStream: lambda:InvokeFunction lacks lambda:EventSourceToken", "Only Alexa sends one."),
        new("lambda InvokeWithResponseStream: lambda:InvokeFunction lacks lambda:InvokedViaFunctionUrl", "The call does not come by a URL."),

        new("iam *Role: iam:*Role lacks iam:RoleTemplateARN", NoTemplates),
        new("iam *RolePolicy: iam:*RolePolicy lacks iam:RoleTemplateARN", NoTemplates),
        new("iam PutRolePermissionsBoundary: iam:PutRolePermissionsBoundary lacks iam:RoleTemplateARN", NoTemplates),
        new("iam CreateServiceLinkedRole: iam:PutRolePolicy is not asked", NeverDone),

        new("cognito-idp *: iam:PassRole lacks iam:PassedToService", Handed),
        new("cognito-idp *: iam:PassRole lacks iam:AssociatedResourceArn", Handed),
        new("cognito-identity SetIdentityPoolRoles: iam:PassRole lacks iam:PassedToService", Handed),
        new("cognito-identity SetIdentityPoolRoles: iam:PassRole lacks iam:AssociatedResourceArn", Handed),

        new("iam ListUsers: iam:ListUsers is asked on arn:aws:iam::111122223333:user/*", OwnForm),
        new("iam ListGroups: iam:ListGroups is asked on arn:aws:iam::111122223333:group/*", OwnForm),
        new("iam ListRoles: iam:ListRoles is asked on arn:aws:iam::111122223333:role/*", OwnForm),
        new("iam ListPolicies: iam:ListPolicies is asked on policy path /*", OwnForm),
        new("iam ListInstanceProfiles: iam:ListInstanceProfiles is asked on arn:aws:iam::111122223333:instance-profile/*", OwnForm),
        new("iam ListOpenIDConnectProviders: iam:ListOpenIDConnectProviders is asked on arn:aws:iam::111122223333:oidc-provider/*", OwnForm),
        new("iam ListSAMLProviders: iam:ListSAMLProviders is asked on arn:aws:iam::111122223333:saml-provider/*", OwnForm),
        new("cognito-identity ListIdentityPools: cognito-identity:ListIdentityPools is asked on arn:aws:cognito-identity:us-east-1:111122223333:identitypool/", OwnForm),

        new("cloudformation DescribeStacks: cloudformation:ListStacks is asked on arn:aws:cloudformation:us-east-1:111122223333:stack/*/*", OwnForm),

        new("dynamodb *: dynamodb:* has dynamodb:FirstPartitionKeyValues besides", "A key of the service that the reference lists at no action; the Developer Guide has it wherever it has dynamodb:LeadingKeys."),
        new("dynamodb TransactWriteItems: dynamodb:ConditionCheckItem has dynamodb:EnclosingOperation besides", "In the Developer Guide's policies for transactions."),
        new("dynamodb Query: dynamodb:Query lacks dynamodb:ReturnValues", "The operation has no such member."),
        new("dynamodb Scan: dynamodb:Scan lacks dynamodb:ReturnValues", "The operation has no such member."),
        new("dynamodb ExecuteStatement: dynamodb:PartiQL* is not asked", "A call has one statement."),
        new("dynamodb CreateTable: dynamodb:PutResourcePolicy is not asked", "ResourcePolicy is refused."),
        new("dynamodb CreateTable: dynamodb:* lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("dynamodb RestoreTable*: dynamodb:* lacks aws:ResourceTag/${TagKey}", NothingYet),
        new("dynamodb RestoreTable*: dynamodb:* lacks dynamodb:*", NotInTheRequest),
        new("dynamodb RestoreTableToPointInTime: dynamodb:RestoreTableToPointInTime is asked for besides", "The reference has the action, and leaves it out of the operation's."),
        .. ((string[])["GetItem", "PutItem", "UpdateItem", "DeleteItem", "ExecuteStatement", "BatchExecuteStatement"])
            .Select(static operation => new Reason($"dynamodb {operation}: dynamodb:* lacks dynamodb:EnclosingOperation", OfTransactions)),
        .. ((string[])
        [
            "CreateTable: dynamodb:AssociateTableReplica", "CreateTable: dynamodb:BatchWriteItem", "CreateTable: dynamodb:CreateTableReplica", "CreateTable: dynamodb:*Item",
            "CreateTable: dynamodb:Query", "CreateTable: dynamodb:Scan", "UpdateTable: dynamodb:*", "*: dynamodb:*Replica", "*: dynamodb:*DataForReplication", "*: dynamodb:ReplicateSettings",
        ]).Select(static action => new Reason($"dynamodb {action} is not asked", NoReplicas)),

        new("sts AssumeRole: sts:SetContext is not asked", "ProvidedContexts are refused."),
        new("sts AssumeRole: sts:AssumeRole lacks accounts.google.com:*", OfTheSession),
        new("sts AssumeRole: sts:AssumeRole lacks cognito-identity.amazonaws.com:*", OfTheSession),
        new("sts AssumeRole: sts:AssumeRole lacks graph.facebook.com:*", OfTheSession),
        new("sts AssumeRole: sts:AssumeRole lacks www.amazon.com:*", OfTheSession),
        new("sts AssumeRole: sts:AssumeRole lacks saml:*", OfTheSession),
        new("sts *: sts:TagSession lacks saml:aud", OfTheSession),
        new("sts AssumeRole: sts:TagSession has sts:* besides", OneRequest),
        new("sts AssumeRole: sts:SetSourceIdentity has * besides", OneRequest),
        new("sts GetFederationToken: sts:TagSession is asked on arn:aws:sts::111122223333:federated-user/sample", "No role is assumed: what is tagged is the session of the federated user."),
        new("sts GetFederationToken: sts:TagSession lacks sts:TransitiveTagKeys", "GetFederationToken has no such member."),
        new("sts GetCallerIdentity: sts:GetCallerIdentity is not asked", NeedsNone),
        new("sts GetSessionToken: sts:GetSessionToken is not asked", NeedsNone),
        new("sts AssumeRoot: sts:AssumeRoot is not asked", NeverDone),
        new("sts GetDelegatedAccessToken: sts:GetDelegatedAccessToken is not asked", NeverDone),
        new("sts GetWebIdentityToken: sts:*GetWebIdentityToken is not asked", NeverDone),

        .. ((string[])
        [
            "AssociateSoftwareToken", "ChangePassword", "ConfirmDevice", "ConfirmForgotPassword", "ConfirmSignUp", "DeleteUser", "DeleteUserAttributes", "ForgetDevice",
            "ForgotPassword", "GetDevice", "GetTokensFromRefreshToken", "GetUser", "GetUserAttributeVerificationCode", "GlobalSignOut", "InitiateAuth", "ListDevices",
            "ResendConfirmationCode", "RespondToAuthChallenge", "RevokeToken", "SetUserMFAPreference", "SignUp", "UpdateAuthEventFeedback", "UpdateDeviceStatus",
            "UpdateUserAttributes", "VerifySoftwareToken", "VerifyUserAttribute",
        ]).Select(static operation => new Reason($"cognito-idp {operation}: cognito-idp:{operation} is not asked", Unsigned)),

        // cognito-identity-auth and -unauth:IdentityPoolArn and AccountId are for resource control policies over these; they are not asked of public calls.
        .. ((string[])["GetCredentialsForIdentity", "GetId", "GetOpenIdToken", "UnlinkIdentity"])
            .Select(static operation => new Reason($"cognito-identity {operation}: cognito-identity:{operation} is not asked", Unsigned)),
    ];
}
