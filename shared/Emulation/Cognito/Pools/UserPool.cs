using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>
/// A user pool: the document that describes it, and what the rules read from that document. It does not change; an update makes another.
/// </summary>
internal sealed class UserPool
{
    public UserPool(JsonObject document)
    {
        Document = document;
        var fields = new Fields(document);
        Id = fields.Required("Id");
        Name = fields.Required("Name");
        Arn = fields.Required("Arn");
        IsLite = fields.Text("UserPoolTier") == "LITE";
        PasswordPolicy = PasswordPolicy.Read(fields.Inner("Policies")?.Inner("PasswordPolicy"));
        FirstFactors = fields.Inner("Policies")?.Inner("SignInPolicy")?.Texts("AllowedFirstAuthFactors") is { Length: > 0 } factors ? factors : ["PASSWORD"];
        UsernameAttributes = fields.Texts("UsernameAttributes");
        AliasAttributes = fields.Texts("AliasAttributes");
        AutoVerifiedAttributes = fields.Texts("AutoVerifiedAttributes");
        VerifiedBeforeUpdate = fields.Inner("UserAttributeUpdateSettings")?.Texts("AttributesRequireVerificationBeforeUpdate") ?? [];
        IsCaseSensitive = fields.Inner("UsernameConfiguration")?.Flag("CaseSensitive") ?? true;
        Schema = AttributeSchema.Read(fields.Items("SchemaAttributes").Where(static a => AttributeSchema.IsStandard(a.Required("Name"))))
            .With(fields.Items("SchemaAttributes").Where(static a => !AttributeSchema.IsStandard(a.Required("Name"))));
        Mfa = fields.Text("MfaConfiguration") switch { "ON" => MfaMode.On, "OPTIONAL" => MfaMode.Optional, _ => MfaMode.Off };
        EnabledMfas = [.. fields.Texts("EnabledMfas")];
        OnlyAdministratorsCreateUsers = fields.Inner("AdminCreateUserConfig")?.Flag("AllowAdminCreateUserOnly") ?? false;
        RecoveryAttributes =
        [
            .. (fields.Inner("AccountRecoverySetting")?.Items("RecoveryMechanisms") ?? []).OrderBy(static m => m.Integer("Priority", 1, 2)).Select(static m => m.Required("Name")),
        ];
        Passkeys = PasskeySettings.Read(fields.Inner(PasskeySettings.Member));
        Devices = DeviceSettings.Read(fields.Inner("DeviceConfiguration"));
        Triggers = fields.Inner("LambdaConfig")?.Json ?? [];
        Tags = fields.Map("UserPoolTags");
        IsProtected = fields.Text("DeletionProtection") == "ACTIVE";
    }

    /// <summary>The pool as DescribeUserPool shows it. Never changed: clone it.</summary>
    public JsonObject Document { get; }

    /// <summary><c>us-east-1_</c> and nine letters and digits.</summary>
    public string Id { get; }

    /// <summary>What SRP and some texts call the pool: the id after the underscore.</summary>
    public string ShortId => Id[(Id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    public string Region => Id[..Id.IndexOf('_', StringComparison.Ordinal)];

    public string Name { get; }

    public string Arn { get; }

    public PasswordPolicy PasswordPolicy { get; }

    /// <summary>What <c>USER_AUTH</c> may start with: <c>PASSWORD</c>, <c>EMAIL_OTP</c>, <c>SMS_OTP</c>, <c>WEB_AUTHN</c>.</summary>
    public ImmutableArray<string> FirstFactors { get; }

    /// <summary><c>email</c> or <c>phone_number</c>, when users sign in with these instead of a user name.</summary>
    public ImmutableArray<string> UsernameAttributes { get; }

    /// <summary>What users may sign in with beside their user name.</summary>
    public ImmutableArray<string> AliasAttributes { get; }

    public ImmutableArray<string> AutoVerifiedAttributes { get; }

    /// <summary>Attributes whose new value counts only once it is verified.</summary>
    public ImmutableArray<string> VerifiedBeforeUpdate { get; }

    public bool IsCaseSensitive { get; }

    public AttributeSchema Schema { get; }

    public MfaMode Mfa { get; }

    /// <summary><c>SOFTWARE_TOKEN_MFA</c>, <c>SMS_MFA</c>, <c>EMAIL_OTP</c>.</summary>
    public ImmutableArray<string> EnabledMfas { get; }

    public bool OnlyAdministratorsCreateUsers { get; }

    /// <summary><c>verified_email</c>, <c>verified_phone_number</c>, <c>admin_only</c>, first choice first.</summary>
    public ImmutableArray<string> RecoveryAttributes { get; }

    public PasskeySettings Passkeys { get; }

    /// <summary>Null where no devices are remembered.</summary>
    public DeviceSettings? Devices { get; }

    /// <summary>Whether users may sign in with a passkey.</summary>
    public bool TakesPasskeys => FirstFactors.Contains("WEB_AUTHN");

    /// <summary>The functions by trigger.</summary>
    public JsonObject Triggers { get; }

    public bool IsProtected { get; }

    /// <summary>What <c>aws:ResourceTag</c> asks for.</summary>
    public ImmutableDictionary<string, string> Tags { get; }

    /// <summary>Whether the pool is of the cheapest tier, which lacks some features.</summary>
    public bool IsLite { get; }

    /// <summary>A name or alias as it is looked up: pools that do not tell cases apart fold them.</summary>
    public string Fold(string name) => IsCaseSensitive ? name : name.ToLowerInvariant();

    /// <summary>Whether users may sign in with this attribute.</summary>
    public bool IsSignInAttribute(string attribute) => UsernameAttributes.Contains(attribute) || AliasAttributes.Contains(attribute);
}

/// <summary>Whether users need a second factor.</summary>
internal enum MfaMode
{
    Off,
    Optional,
    On,
}
