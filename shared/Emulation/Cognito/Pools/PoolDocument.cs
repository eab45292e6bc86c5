using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>
/// Turns a CreateUserPool or UpdateUserPool request, or the properties of an <c>AWS::Cognito::UserPool</c>, into a pool's document: defaults filled in,
/// everything checked, and what LocalAws does not enforce refused. Amazon Cognito API Reference, CreateUserPool.
/// </summary>
internal static class PoolDocument
{
    /// <summary>What an update cannot change.</summary>
    private static readonly string[] Immutable =
    [
        "Id", "Arn", "CreationDate", "SchemaAttributes", "UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "EnabledMfas", PasskeySettings.Member,
    ];

    public static UserPool Create(Fields request, string id, string arn, string name, JsonNode now)
    {
        var document = new JsonObject
        {
            ["Id"] = id,
            ["Name"] = name,
            ["Arn"] = arn,
            ["CreationDate"] = now.DeepClone(),
            ["SchemaAttributes"] = AttributeSchema.Read(request.Items("Schema")).ToJson(),
        };
        Copy(request, document, "UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "EnabledMfas");
        if (PasskeySettings.DocumentOfTemplate(request) is { } passkeys)
        {
            document[PasskeySettings.Member] = passkeys;
        }

        if (request.Has("UsernameAttributes") && request.Has("AliasAttributes"))
        {
            throw Refusal.Invalid("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
        }

        return Complete(request, document, now);
    }

    public static UserPool Update(UserPool pool, Fields request, JsonNode now)
    {
        var document = new JsonObject { ["Name"] = request.Text("PoolName", 1, 128) ?? pool.Name };
        foreach (var name in Immutable)
        {
            if (pool.Document[name] is { } value)
            {
                document[name] = value.DeepClone();
            }
        }

        // API Reference, UpdateUserPool: everything else that is not sent gets its default, and no tags are the default of tags.
        if (pool.Document["UserPoolTier"] is { } tier)
        {
            document["UserPoolTier"] = tier.DeepClone();
        }

        return Complete(request, document, now);
    }

    private static UserPool Complete(Fields request, JsonObject document, JsonNode now)
    {
        RefuseWhatIsNotEnforced(request);
        document["LastModifiedDate"] = now.DeepClone();
        document["Policies"] = new JsonObject
        {
            ["PasswordPolicy"] = PasswordPolicyOf(request),
            ["SignInPolicy"] = request.Inner("Policies")?.Inner("SignInPolicy")?.Json.DeepClone() ?? new JsonObject { ["AllowedFirstAuthFactors"] = new JsonArray("PASSWORD") },
        };
        document["DeletionProtection"] = request.Choice("DeletionProtection", "ACTIVE", "INACTIVE") ?? "INACTIVE";
        document["MfaConfiguration"] = request.Choice("MfaConfiguration", "OFF", "ON", "OPTIONAL") ?? "OFF";
        document["LambdaConfig"] = TriggerConfig.Read(request, (string)document["Id"]!);
        document["VerificationMessageTemplate"] = request.Inner("VerificationMessageTemplate")?.Json.DeepClone() ?? new JsonObject { ["DefaultEmailOption"] = "CONFIRM_WITH_CODE" };
        document["UserAttributeUpdateSettings"] = request.Inner("UserAttributeUpdateSettings")?.Json.DeepClone()
            ?? new JsonObject { ["AttributesRequireVerificationBeforeUpdate"] = new JsonArray() };
        document["AdminCreateUserConfig"] = AdminCreateUserConfig(request);
        document["AccountRecoverySetting"] = request.Inner("AccountRecoverySetting")?.Json.DeepClone() ?? new JsonObject
        {
            ["RecoveryMechanisms"] = new JsonArray(
                new JsonObject { ["Priority"] = 1, ["Name"] = "verified_email" }, new JsonObject { ["Priority"] = 2, ["Name"] = "verified_phone_number" }),
        };
        document["EmailConfiguration"] = request.Inner("EmailConfiguration")?.Json.DeepClone() ?? new JsonObject { ["EmailSendingAccount"] = "COGNITO_DEFAULT" };
        if (request.Texts("AutoVerifiedAttributes") is { IsEmpty: false } verified)
        {
            document["AutoVerifiedAttributes"] = new JsonArray([.. verified.Select(static a => (JsonNode)a)]);
        }

        if (request.Inner("UserPoolTags") is { } tags)
        {
            document["UserPoolTags"] = tags.Json.DeepClone();
        }

        document["UserPoolTier"] = request.Choice("UserPoolTier", "LITE", "ESSENTIALS", "PLUS") ?? (string?)document["UserPoolTier"] ?? "ESSENTIALS";
        if (request.Inner("DeviceConfiguration") is { } devices)
        {
            document["DeviceConfiguration"] = Devices(devices);
        }

        Copy(request, document, "SmsConfiguration", "EmailVerificationMessage", "EmailVerificationSubject", "SmsVerificationMessage", "SmsAuthenticationMessage");
        if (document["EnabledMfas"] is null)
        {
            document["EnabledMfas"] = new JsonArray();
        }

        CheckSignIn(new Fields(document));
        return new UserPool(document);
    }

    private static JsonObject PasswordPolicyOf(Fields request) => PasswordPolicy.Read(request.Inner("Policies")?.Inner("PasswordPolicy")).ToJson();

    private static JsonObject AdminCreateUserConfig(Fields request)
    {
        var given = request.Inner("AdminCreateUserConfig");
        var config = new JsonObject
        {
            ["AllowAdminCreateUserOnly"] = given?.Flag("AllowAdminCreateUserOnly") ?? false,
            ["UnusedAccountValidityDays"] = given?.Integer("UnusedAccountValidityDays", 0, 365) ?? 7,
        };
        if (given?.Inner("InviteMessageTemplate") is { } template)
        {
            config["InviteMessageTemplate"] = template.Json.DeepClone();
        }

        return config;
    }

    private static void CheckSignIn(Fields document)
    {
        foreach (var name in document.Texts("UsernameAttributes").Where(static a => a is not ("email" or "phone_number")))
        {
            throw Refusal.Invalid(
                $"1 validation error detected: Value '[{name}]' at 'usernameAttributes' failed to satisfy constraint: Member must satisfy enum value set: [email, phone_number]");
        }

        CheckFirstFactors(document.Inner("Policies")?.Inner("SignInPolicy")?.Texts("AllowedFirstAuthFactors") ?? [], document.Text("UserPoolTier"));
    }

    private static void CheckFirstFactors(ImmutableArray<string> factors, string? tier)
    {
        if (factors.FirstOrDefault(static factor => factor is not ("PASSWORD" or "EMAIL_OTP" or "SMS_OTP" or "WEB_AUTHN")) is { } unknown)
        {
            throw Refusal.Invalid(
                $"1 validation error detected: Value '[{unknown}]' at 'policies.signInPolicy.allowedFirstAuthFactors' failed to satisfy constraint: "
                    + "Member must satisfy constraint: [Member must satisfy enum value set: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]]");
        }

        if (!factors.IsEmpty && !factors.Contains("PASSWORD"))
        {
            throw Refusal.Invalid("Password should be configured as one of the allowed first auth factors.");
        }

        if (factors.Length > 1 && tier == "LITE")
        {
            throw new CognitoException(
                "FeatureUnavailableInTierException", "The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In");
        }
    }

    /// <summary>Only what Cognito knows, as booleans.</summary>
    private static JsonObject Devices(Fields configuration)
    {
        var document = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["ChallengeRequiredOnNewDevice", "DeviceOnlyRememberedOnUserPrompt"])
        {
            if (configuration.Flag(name) is { } flag)
            {
                document[name] = flag;
            }
        }

        return document;
    }

    /// <summary>Fail closed: what bears on who gets in, and is not enforced here, is not accepted.</summary>
    private static void RefuseWhatIsNotEnforced(Fields request)
    {
        if (request.Inner("KeyConfiguration")?.Text("KeyType") is { } key && key != "AWS_OWNED_KEY")
        {
            throw Refusal.NotHere($"keys of one's own (KeyConfiguration {key})", "Leave it out; what has to be secret is sealed with a key of this machine.");
        }

        if (request.Inner("IssuerConfiguration")?.Text("Type") is { } issuer && issuer != "ORIGINAL")
        {
            throw Refusal.NotHere($"another issuer (IssuerConfiguration {issuer})", "Leave it out; tokens name this LocalAws, or AWS with --aws-issuer.");
        }

        if (request.Inner("UserPoolAddOns")?.Text("AdvancedSecurityMode") is "AUDIT" or "ENFORCED")
        {
            throw Refusal.NotHere("threat protection (UserPoolAddOns)", "Set AdvancedSecurityMode to OFF, or leave it out where the template runs locally.");
        }
    }

    private static void Copy(Fields request, JsonObject document, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (request.Json[name] is { } value)
            {
                document[name] = value.DeepClone();
            }
        }
    }
}
