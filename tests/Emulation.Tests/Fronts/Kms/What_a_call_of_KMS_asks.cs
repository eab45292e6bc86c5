using Emulation.Calls;
using Emulation.Fronts.Kms;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Kms;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service".</summary>
public sealed class What_a_call_of_KMS_asks : IDisposable
{
    private const string Id = "0d990263-018e-4e65-a703-eff731de951e";
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/" + Id;
    private const string A = "kms:CallerAccount=111122223333";
    private const string K = "\"KeyId\":\"" + Id + "\"";
    private const string Of = Key + " " + A;
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "CancelKeyDeletion", $$"""{ {{K}} }""", [$"kms:CancelKeyDeletion {Of}"] },
        { "ConnectCustomKeyStore", """{"CustomKeyStoreId":"c"}""", [$"kms:ConnectCustomKeyStore * {A}"] },
        {
            "CreateAlias", $$"""{"AliasName":"alias/a","TargetKeyId":"{{Id}}"}""",
            [$"kms:CreateAlias arn:aws:kms:us-east-1:111122223333:alias/a {A}", $"kms:CreateAlias {Of}"]
        },
        { "CreateCustomKeyStore", """{"CustomKeyStoreName":"c"}""", [$"kms:CreateCustomKeyStore * {A}"] },
        {
            "CreateGrant", $$$"""{ {{{K}}},"GranteePrincipal":"arn:aws:iam::111122223333:role/r","RetiringPrincipal":"arn:aws:iam::111122223333:role/x","Operations":["Decrypt"],"Constraints":{"EncryptionContextSubset":{"a":"1"} } }""",
            [$"kms:CreateGrant {Of} kms:EncryptionContext:a=1 kms:EncryptionContextKeys=a kms:GrantOperations=Decrypt kms:GrantIsForAWSResource=false kms:GranteePrincipal=arn:aws:iam::111122223333:role/r kms:RetiringPrincipal=arn:aws:iam::111122223333:role/x kms:GrantConstraintType=EncryptionContextSubset"]
        },
        {
            "CreateKey", """{"Tags":[{"TagKey":"team","TagValue":"a"}],"KeySpec":"RSA_2048","KeyUsage":"SIGN_VERIFY"}""",
            [
                $"kms:CreateKey * {A} kms:KeySpec=RSA_2048 kms:KeyUsage=SIGN_VERIFY kms:KeyOrigin=AWS_KMS kms:MultiRegion=false kms:BypassPolicyLockoutSafetyCheck=false aws:RequestTag/team=a aws:TagKeys=team",
                $"kms:TagResource * {A} aws:RequestTag/team=a aws:TagKeys=team",
            ]
        },
        {
            "Decrypt", $$$"""{ {{{K}}},"CiphertextBlob":"AQIDBA==","EncryptionContext":{"tenant":"a","app":"b"}}""",
            [$"kms:Decrypt {Of} kms:EncryptionContext:tenant=a kms:EncryptionContext:app=b kms:EncryptionContextKeys=tenant,app kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT"]
        },
        { "DeleteAlias", """{"AliasName":"alias/a"}""", [$"kms:DeleteAlias arn:aws:kms:us-east-1:111122223333:alias/a {A}", $"kms:DeleteAlias one of arn:aws:kms:us-east-1:111122223333:key/unknown {A} kms:RequestAlias=alias/a"] },
        { "DeleteCustomKeyStore", """{"CustomKeyStoreId":"c"}""", [$"kms:DeleteCustomKeyStore * {A}"] },
        { "DeleteImportedKeyMaterial", $$"""{ {{K}} }""", [$"kms:DeleteImportedKeyMaterial {Of}"] },
        { "DeriveSharedSecret", $$"""{ {{K}},"KeyAgreementAlgorithm":"ECDH","PublicKey":"AA=="}""", [$"kms:DeriveSharedSecret {Of} kms:KeyAgreementAlgorithm=ECDH"] },
        { "DescribeCustomKeyStores", "{}", [$"kms:DescribeCustomKeyStores * {A}"] },
        { "DescribeKey", $$"""{ {{K}} }""", [$"kms:DescribeKey {Of}"] },
        { "DisableKey", $$"""{ {{K}} }""", [$"kms:DisableKey {Of}"] },
        { "DisableKeyRotation", $$"""{ {{K}} }""", [$"kms:DisableKeyRotation {Of}"] },
        { "DisconnectCustomKeyStore", """{"CustomKeyStoreId":"c"}""", [$"kms:DisconnectCustomKeyStore * {A}"] },
        { "EnableKey", $$"""{ {{K}} }""", [$"kms:EnableKey {Of}"] },
        { "EnableKeyRotation", $$"""{ {{K}},"RotationPeriodInDays":90}""", [$"kms:EnableKeyRotation {Of} kms:RotationPeriodInDays=90"] },
        { "Encrypt", $$"""{ {{K}},"Plaintext":"AA==","EncryptionAlgorithm":"RSAES_OAEP_SHA_256"}""", [$"kms:Encrypt {Of} kms:EncryptionAlgorithm=RSAES_OAEP_SHA_256"] },
        {
            "GenerateDataKey", $$$"""{ {{{K}}},"KeySpec":"AES_256","EncryptionContext":{"a":"1"}}""",
            [$"kms:GenerateDataKey {Of} kms:EncryptionContext:a=1 kms:EncryptionContextKeys=a kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT"]
        },
        { "GenerateDataKeyPair", $$"""{ {{K}},"KeyPairSpec":"RSA_2048"}""", [$"kms:GenerateDataKeyPair {Of} kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT kms:DataKeyPairSpec=RSA_2048"] },
        {
            "GenerateDataKeyPairWithoutPlaintext", $$"""{ {{K}},"KeyPairSpec":"RSA_2048"}""",
            [$"kms:GenerateDataKeyPairWithoutPlaintext {Of} kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT kms:DataKeyPairSpec=RSA_2048"]
        },
        { "GenerateDataKeyWithoutPlaintext", $$"""{ {{K}} }""", [$"kms:GenerateDataKeyWithoutPlaintext {Of} kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT"] },
        { "GenerateMac", $$"""{ {{K}},"Message":"AA==","MacAlgorithm":"HMAC_SHA_256"}""", [$"kms:GenerateMac {Of} kms:MacAlgorithm=HMAC_SHA_256"] },
        { "GenerateRandom", """{"NumberOfBytes":8}""", ["kms:GenerateRandom *"] },
        { "GetKeyLastUsage", $$"""{ {{K}} }""", [$"kms:GetKeyLastUsage {Of}"] },
        { "GetKeyPolicy", $$"""{ {{K}},"PolicyName":"default"}""", [$"kms:GetKeyPolicy {Of}"] },
        { "GetKeyRotationStatus", $$"""{ {{K}} }""", [$"kms:GetKeyRotationStatus {Of}"] },
        {
            "GetParametersForImport", $$"""{ {{K}},"WrappingAlgorithm":"RSAES_OAEP_SHA_256","WrappingKeySpec":"RSA_2048"}""",
            [$"kms:GetParametersForImport {Of} kms:WrappingAlgorithm=RSAES_OAEP_SHA_256 kms:WrappingKeySpec=RSA_2048"]
        },
        { "GetPublicKey", $$"""{ {{K}} }""", [$"kms:GetPublicKey {Of}"] },
        { "ImportKeyMaterial", $$"""{ {{K}},"ValidTo":1893456000}""", [$"kms:ImportKeyMaterial {Of} kms:ExpirationModel=KEY_MATERIAL_EXPIRES kms:ValidTo=1893456000"] },
        { "ListAliases", "{}", [$"kms:ListAliases * {A}"] },
        { "ListGrants", $$"""{ {{K}} }""", [$"kms:ListGrants {Of} kms:GrantIsForAWSResource=false"] },
        { "ListKeyPolicies", $$"""{ {{K}} }""", [$"kms:ListKeyPolicies {Of}"] },
        { "ListKeyRotations", $$"""{ {{K}} }""", [$"kms:ListKeyRotations {Of}"] },
        { "ListKeys", "{}", [$"kms:ListKeys * {A}"] },
        { "ListResourceTags", $$"""{ {{K}} }""", [$"kms:ListResourceTags {Of}"] },
        { "ListRetirableGrants", """{"RetiringPrincipal":"arn:aws:iam::111122223333:role/x"}""", [$"kms:ListRetirableGrants * {A}"] },
        {
            "PutKeyPolicy", $$"""{ {{K}},"Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"}""",
            [$"kms:PutKeyPolicy {Of} kms:BypassPolicyLockoutSafetyCheck=false"]
        },
        {
            "ReEncrypt", $$$"""{"SourceKeyId":"{{{Id}}}","CiphertextBlob":"AQIDBA==","DestinationKeyId":"1d990263-018e-4e65-a703-eff731de951e","SourceEncryptionContext":{"a":"1"},"DestinationEncryptionContext":{"b":"2"}}""",
            [
                $"kms:ReEncryptFrom {Of} kms:EncryptionContext:a=1 kms:EncryptionContextKeys=a kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT kms:ReEncryptOnSameKey=false",
                $"kms:ReEncryptTo {Of.Replace("0d99", "1d99", StringComparison.Ordinal)} kms:EncryptionContext:b=2 kms:EncryptionContextKeys=b kms:EncryptionAlgorithm=SYMMETRIC_DEFAULT kms:ReEncryptOnSameKey=false",
            ]
        },
        {
            "ReplicateKey", $$"""{ {{K}},"ReplicaRegion":"eu-west-1"}""",
            [$"kms:ReplicateKey {Of} kms:ReplicaRegion=eu-west-1", $"kms:CreateKey * {A} aws:RequestedRegion=eu-west-1"]
        },
        { "RetireGrant", $$"""{"KeyId":"{{Key}}","GrantId":"g"}""", [$"kms:RetireGrant {Of}"] },
        { "RevokeGrant", $$"""{ {{K}},"GrantId":"g"}""", [$"kms:RevokeGrant {Of} kms:GrantIsForAWSResource=false"] },
        { "RotateKeyOnDemand", $$"""{ {{K}} }""", [$"kms:RotateKeyOnDemand {Of}"] },
        { "ScheduleKeyDeletion", $$"""{ {{K}},"PendingWindowInDays":7}""", [$"kms:ScheduleKeyDeletion {Of} kms:ScheduleKeyDeletionPendingWindowInDays=7"] },
        { "Sign", $$"""{ {{K}},"Message":"AA==","SigningAlgorithm":"ECDSA_SHA_256"}""", [$"kms:Sign {Of} kms:MessageType=RAW kms:SigningAlgorithm=ECDSA_SHA_256"] },
        { "TagResource", $$"""{ {{K}},"Tags":[{"TagKey":"x","TagValue":"1"}]}""", [$"kms:TagResource {Of} aws:RequestTag/x=1 aws:TagKeys=x"] },
        { "UntagResource", $$"""{ {{K}},"TagKeys":["x"]}""", [$"kms:UntagResource {Of} aws:TagKeys=x"] },
        {
            "UpdateAlias", $$"""{"AliasName":"alias/a","TargetKeyId":"{{Id}}"}""",
            [
                $"kms:UpdateAlias arn:aws:kms:us-east-1:111122223333:alias/a {A}", $"kms:UpdateAlias one of arn:aws:kms:us-east-1:111122223333:key/unknown {A} kms:RequestAlias=alias/a",
                $"kms:UpdateAlias {Of}",
            ]
        },
        { "UpdateCustomKeyStore", """{"CustomKeyStoreId":"c"}""", [$"kms:UpdateCustomKeyStore * {A}"] },
        { "UpdateKeyDescription", $$"""{ {{K}},"Description":"d"}""", [$"kms:UpdateKeyDescription {Of}"] },
        {
            "UpdatePrimaryRegion", $$"""{ {{K}},"PrimaryRegion":"eu-west-1"}""",
            [$"kms:UpdatePrimaryRegion {Of} kms:PrimaryRegion=eu-west-1", $"kms:UpdatePrimaryRegion {Of.Replace("us-east-1", "eu-west-1", StringComparison.Ordinal)} aws:RequestedRegion=eu-west-1"]
        },
        { "Verify", $$"""{ {{K}},"Message":"AA==","MessageType":"DIGEST","SigningAlgorithm":"ECDSA_SHA_256"}""", [$"kms:Verify {Of} kms:MessageType=DIGEST kms:SigningAlgorithm=ECDSA_SHA_256"] },
        { "VerifyMac", $$"""{ {{K}},"Message":"AA==","MacAlgorithm":"HMAC_SHA_256"}""", [$"kms:VerifyMac {Of} kms:MacAlgorithm=HMAC_SHA_256"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_its_key(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new KmsService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new KmsService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>Whatever names a key, policies see its ARN; an alias is seen beside it, and the server is sent the key.</summary>
    [Theory]
    [InlineData("alias/orders", "alias/orders")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:alias/orders", "alias/orders")]
    [InlineData(Id, null)]
    [InlineData(Key, null)]
    public async Task Is_the_key_by_whatever_name(string name, string? alias)
    {
        call.Known["DescribeKey"] = $$$"""{"KeyMetadata":{"Arn":"{{{Key.Replace("111122223333", "000000000000", StringComparison.Ordinal)}}}","KeySpec":"SYMMETRIC_DEFAULT","KeyUsage":"ENCRYPT_DECRYPT","Origin":"AWS_KMS","MultiRegion":false}}""";
        var plan = await call.PlanAsync(new KmsService(), "Encrypt", $$"""{"KeyId":"{{name}}","Plaintext":"AA=="}""");
        var ask = Assert.Single(plan.Asks);
        Assert.Equal((Key, KeyRules.KeyAccess), (ask.Resource, ask.Rule));
        Assert.Equal(alias, ask.Keys.Where(static key => key.Name == "kms:RequestAlias").Select(static key => key.Values[0]).SingleOrDefault());
        Assert.Equal(
            ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", "false"],
            ask.Keys.Where(static key => key.Name is "kms:KeySpec" or "kms:KeyUsage" or "kms:KeyOrigin" or "kms:MultiRegion").Select(static key => key.Values[0]));
        Assert.Equal(alias is null ? name : Key.Replace("111122223333", "000000000000", StringComparison.Ordinal), (string?)plan.Sent!["KeyId"]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("alias/")]
    [InlineData("alias/a*")]
    [InlineData("key/0d990263")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/a/../b")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/")]
    [InlineData("arn:aws:kms:us-east-1::key/0d990263-018e-4e65-a703-eff731de951e")]
    [InlineData("arn:aws:s3:us-east-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e")]
    [InlineData("x:key/0d990263-018e-4e65-a703-eff731de951e")]
    public async Task Is_nothing_for_what_is_no_key(string name) =>
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new KmsService(), "Encrypt", $$"""{"KeyId":"{{name}}","Plaintext":"AA=="}"""));

    /// <summary>Where a policy names what the server does not tell, nothing is taken for it.</summary>
    [Theory]
    [InlineData("kms:KeyUsage", true)]
    [InlineData("kms:ViaService", false)]
    public async Task Is_any_kind_of_key_where_the_server_does_not_tell(string name, bool isAny)
    {
        call.Policies.Put(Key, Policy.Parse(
            $$$"""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"{{{name}}}":"a"} } }]}""", PolicyKind.Resource, new PolicyOrigin("p")).Policy!);
        Assert.Equal(isAny, (await call.PlanAsync(new KmsService(), "DescribeKey", $$"""{ {{K}} }""")).Asks[0].OneOf is not null);
    }

    /// <summary>The aliases of a key are asked for where a policy names them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_all_aliases_where_a_policy_names_them(bool named)
    {
        call.Known["ListAliases"] = $$"""{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"{{Id}}"},{"AliasName":"alias/b","TargetKeyId":"other"}]}""";
        var key = named ? "kms:ResourceAliases" : "kms:Other";
        call.Policies.Put(Key, Policy.Parse(
            $$$"""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"{{{key}}}":"alias/a"} } }]}""", PolicyKind.Resource, new PolicyOrigin("p")).Policy!);
        Assert.Equal(named, (await call.AsksAsync(new KmsService(), "DescribeKey", $$"""{ {{K}} }"""))[0].Contains("kms:ResourceAliases=alias/a", StringComparison.Ordinal));
    }
}
