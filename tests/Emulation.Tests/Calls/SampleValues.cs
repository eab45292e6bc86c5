using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Calls;

/// <summary>A value for each member that bears on a decision, or that must have a form of its own; any text will do for the others.</summary>
/// <param name="named">By the member's name, or by the service's and the member's: <c>cognito-idp Tags</c>.</param>
internal sealed class SampleValues(IReadOnlyDictionary<string, JsonNode> named)
{
    /// <summary>What LocalAws has not, and refuses where it is given: a call with it is none.</summary>
    private static readonly FrozenSet<string> Refused = FrozenSet.Create("ProvidedContexts", "SerialNumber", "TokenCode", "CustomSuffix");

    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["UserName"] = EveryService.User,
        ["NewUserName"] = "bob",
        ["RoleName"] = EveryService.Role,
        ["GroupName"] = EveryService.Group,
        ["NewGroupName"] = "others",
        ["PolicyName"] = "own",
        ["Path"] = "/team/",
        ["NewPath"] = "/other/",
        ["PathPrefix"] = "/team/",
        ["PolicyArn"] = EveryService.PolicyArn,
        ["PolicySourceArn"] = EveryService.UserArn,
        ["PermissionsBoundary"] = EveryService.Boundary,
        ["PolicyDocument"] = EveryService.Document,
        ["Policy"] = EveryService.Document,
        ["AssumeRolePolicyDocument"] = EveryService.Trust,
        ["ResourcePolicy"] = EveryService.Document,
        ["CallerArn"] = EveryService.UserArn,
        ["VersionId"] = "v1",
        ["SetAsDefault"] = "true",
        ["OnlyAttached"] = "false",
        ["Scope"] = "All",
        ["PolicyUsageFilter"] = "PermissionsPolicy",
        ["EntityFilter"] = "User",
        ["Status"] = "Active",
        ["AWSServiceName"] = "ecs.amazonaws.com",
        ["Url"] = "https://issuer.example.com/tenant",
        ["OpenIDConnectProviderArn"] = EveryService.OidcArn,
        ["SAMLProviderArn"] = EveryService.SamlArn,
        ["SAMLMetadataDocument"] = new('x', 1000),
        ["MaxItems"] = "10",
        ["MaxSessionDuration"] = "3600",
        ["DurationSeconds"] = "900",
        ["RoleArn"] = EveryService.RoleArn,
        ["CloudWatchLogsRoleArn"] = EveryService.RoleArn,
        ["EncodedMessage"] = "sample",
        ["FunctionName"] = EveryService.Function,
        ["lambda Action"] = "lambda:InvokeFunctionUrl",
        ["FunctionUrlAuthType"] = "NONE",
        ["AuthType"] = "AWS_IAM",
        ["InvokeMode"] = "BUFFERED",
        ["lambda Policy"] = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*"}}""",
        ["lambda ResourceArn"] = $"arn:aws:lambda:us-east-1:111122223333:function:{EveryService.Function}",
        ["lambda Principal"] = "s3.amazonaws.com",
        ["authorizerType"] = "JWT",
        ["authorizationType"] = "JWT",
        ["TableName"] = "scores",
        ["TargetTableName"] = "fresh",
        ["IndexName"] = "byGame",
        ["BackupArn"] = $"{EveryService.TableArn}/backup/sample",
        ["ExportArn"] = $"{EveryService.TableArn}/export/sample",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Documents = new Dictionary<string, string>
    {
        ["Tags"] = """[{"Key":"team","Value":"blue"},{"Key":"stage","Value":"test"}]""",
        ["TagKeys"] = """["team","stage"]""",
        ["TransitiveTagKeys"] = """["team"]""",
        ["ActionNames"] = """["s3:GetObject"]""",
        ["PolicyInputList"] = $"[{JsonValue.Create(EveryService.Document).ToJsonString()}]",
        ["PolicyArns"] = $$"""[{"arn":"{{EveryService.PolicyArn}}"}]""",
        ["cognito-idp Tags"] = """{"team":"blue"}""",
        ["cognito-identity Tags"] = """{"team":"blue"}""",
        ["UserPoolTags"] = """{"other":"blue"}""",
        ["IdentityPoolTags"] = """{"other":"blue"}""",
        ["LambdaConfig"] = $$"""{"PreSignUp":"arn:aws:lambda:us-east-1:111122223333:function:{{EveryService.Function}}"}""",
        ["SmsConfiguration"] = $$"""{"SnsCallerArn":"{{EveryService.RoleArn}}"}""",
        ["SmsMfaConfiguration"] = $$$"""{"SmsConfiguration":{"SnsCallerArn":"{{{EveryService.RoleArn}}}"}}""",
        ["AnalyticsConfiguration"] = $$"""{"RoleArn":"{{EveryService.RoleArn}}"}""",
        ["Roles"] = $$"""{"authenticated":"{{EveryService.RoleArn}}"}""",
        ["RoleMappings"] = "{}",
        ["InvokedViaFunctionUrl"] = "true",
        ["Cors"] = """{"AllowOrigins":["*"]}""",
        ["tags"] = """{"team":"blue","stage":"test"}""",
        ["corsConfiguration"] = """{"allowOrigins":["*"]}""",
        ["disableExecuteApiEndpoint"] = "true",
        ["stageVariables"] = """{"team":"blue"}""",
        ["autoDeploy"] = "true",
        ["apiKeyRequired"] = "true",
        ["authorizationScopes"] = """["sample"]""",
        ["authorizerResultTtlInSeconds"] = "60",
        ["enableSimpleResponses"] = "true",
        ["identitySource"] = """["$request.header.Authorization"]""",
        ["jwtConfiguration"] = """{"issuer":"https://known.example.com/tenant","audience":["app"]}""",
        ["timeoutInMillis"] = "1000",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsSampled(string member) => !Refused.Contains(member);

    /// <summary>The value of an operation's member, which may be one of the operation's own: <c>GetRoute ItemId</c>.</summary>
    public JsonNode Of(string service, string operation, string member) => named.GetValueOrDefault($"{operation} {member}")?.DeepClone() ?? Of(service, member);

    public JsonNode Of(string service, string member) =>
        (named.GetValueOrDefault($"{service} {member}") ?? named.GetValueOrDefault(member)) is { } one ? one.DeepClone()
        : (Documents.GetValueOrDefault($"{service} {member}") ?? Documents.GetValueOrDefault(member)) is { } json ? JsonNode.Parse(json)!
        : JsonValue.Create(Texts.GetValueOrDefault($"{service} {member}") ?? Texts.GetValueOrDefault(member) ?? "sample");
}
