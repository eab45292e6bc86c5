using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>The functions of a pool's triggers, and the key by which codes for senders are encrypted. Amazon Cognito API Reference, LambdaConfigType.</summary>
internal static class TriggerConfig
{
    private const string KeyName = "KMSKeyID";
    private static readonly string[] Senders = ["CustomEmailSender", "CustomSMSSender"];

    /// <exception cref="CognitoException">Something is not as Cognito takes it.</exception>
    public static JsonObject Read(Fields request, string pool)
    {
        var config = (JsonObject?)request.Inner("LambdaConfig")?.Json.DeepClone() ?? [];
        var region = pool[..pool.IndexOf('_', StringComparison.Ordinal)];
        var fields = new Fields(config, "lambdaConfig.");
        foreach (var (name, value) in config)
        {
            var arn = value is JsonObject ? fields.Inner(name)!.Required("LambdaArn", 20, 2048) : fields.Text(name, 20, 2048);
            if (RegionOf(arn) is { } other && other != region)
            {
                throw Refusal.Invalid(name == KeyName ? $"Invalid arn {other}" : "Cross-region lambda functions are not supported");
            }
        }

        foreach (var sender in Senders.Where(config.ContainsKey))
        {
            _ = fields.Inner(sender)!.Choice("LambdaVersion", "V1_0") ?? throw fields.Inner(sender)!.Missing("LambdaVersion");
            if (!fields.Has(KeyName))
            {
                throw Refusal.Invalid("KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.");
            }
        }

        return config;
    }

    private static string? RegionOf(string? arn) => arn?.Split(':') is ["arn", _, _, { Length: > 0 } region, ..] ? region : null;
}
