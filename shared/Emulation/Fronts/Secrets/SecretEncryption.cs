using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Secrets;

/// <summary>
/// What Secrets Manager asks of KMS in its caller's name: of a customer's key alone, since everybody who may use the secret may use AWS's. AWS Secrets Manager User Guide, "Secret
/// encryption and decryption in AWS Secrets Manager".
/// </summary>
internal static class SecretEncryption
{
    private static readonly ServiceRefusal Refused = new(400, "AccessDeniedException", "Access to KMS is not allowed");

    /// <summary>What a call about a secret asks.</summary>
    public static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, CalledSecret secret, string operation)
    {
        var own = secret.TextOf("KmsKeyId") ?? call.Keys?.Declared(secret.Arn);
        var writes = call.Text("SecretString") is not null || call.Text("SecretBinary") is not null;
        return operation switch
        {
            "GetSecretValue" => await AsksAsync(call, secret.Arn, own, ["Decrypt"]).ConfigureAwait(false),
            "PutSecretValue" => await AsksAsync(call, secret.Arn, own, ["GenerateDataKey", "Decrypt"]).ConfigureAwait(false),
            "UpdateSecret" when writes || call.Text("KmsKeyId") is not null =>
                await AsksAsync(call, secret.Arn, call.Text("KmsKeyId") ?? own, ["GenerateDataKey", "Decrypt"]).ConfigureAwait(false),
            _ => [],
        };
    }

    /// <summary>What a new secret asks.</summary>
    public static ValueTask<IReadOnlyList<Ask>> OfNewAsync(FrontCall call, string arn) => AsksAsync(call, arn, call.Text("KmsKeyId"), ["GenerateDataKey", "Decrypt"]);

    private static ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string arn, string? key, string[] actions) => ResourceKeys.AsksAsync(
        call, "secretsmanager", key is { Length: > 0 } and not "alias/aws/secretsmanager" ? key : null, [.. actions],
        [new("SecretARN", arn), .. call.Text("VersionId") is { } version ? [new("SecretVersionId", version)] : (KeyValuePair<string, string>[])[]], arn, static _ => Refused);
}
