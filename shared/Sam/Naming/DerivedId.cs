using System.Security.Cryptography;
using System.Text;

namespace Sam.Naming;

/// <summary>
/// Identifiers that AWS draws at random, derived here from account, stack and logical id, so that a template gives the
/// same ids on every machine and after every restart.
/// </summary>
internal static class DerivedId
{
    private const string LowerCase = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string UpperCase = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string MixedCase = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>An API's id: ten lower-case letters and digits.</summary>
    public static string Api(StackOptions stack, string logicalId) => Draw(stack, logicalId, "api", LowerCase, 10);

    /// <summary>A user pool's id: the region, an underscore, and nine letters and digits.</summary>
    public static string UserPool(StackOptions stack, string logicalId) => $"{stack.Region}_{Draw(stack, logicalId, "pool", MixedCase, 9)}";

    /// <summary>The id of a user pool's client: 26 lower-case letters and digits.</summary>
    public static string UserPoolClient(StackOptions stack, string logicalId) => Draw(stack, logicalId, "client", LowerCase, 26);

    /// <summary>The id of a function's URL: 32 lower-case letters and digits.</summary>
    public static string FunctionUrl(StackOptions stack, string logicalId) => Draw(stack, logicalId, "url", LowerCase, 32);

    /// <summary>The id of a GraphQL API: 26 lower-case letters and digits.</summary>
    public static string GraphQlApi(StackOptions stack, string logicalId) => Draw(stack, logicalId, "graphql", LowerCase, 26);

    /// <summary>An identity pool's id: the region, a colon, and a UUID.</summary>
    public static string IdentityPool(StackOptions stack, string logicalId) => $"{stack.Region}:{new Guid(Hash(stack, logicalId, "identity pool").AsSpan(0, 16))}";

    /// <summary>The suffix of a name that CloudFormation generates: twelve letters and digits.</summary>
    public static string Suffix(StackOptions stack, string logicalId, bool mixedCase) =>
        Draw(stack, logicalId, "name", mixedCase ? MixedCase : UpperCase, 12);

    /// <summary>IAM's unique id of a role (<c>AROA</c>) or user (<c>AIDA</c>): the prefix and 17 characters.</summary>
    public static string Unique(StackOptions stack, string logicalId, string prefix) => prefix + Draw(stack, logicalId, prefix, Base32, 17);

    /// <summary>An access key's id: <c>AKIA</c> and 16 characters.</summary>
    public static string AccessKey(StackOptions stack, string logicalId) => "AKIA" + Draw(stack, logicalId, "AKIA", Base32, 16);

    /// <summary>The value of an API key that the template leaves to API Gateway: 32 letters and digits.</summary>
    public static string ApiKey(StackOptions stack, string logicalId) => Draw(stack, logicalId, "api key", MixedCase, 32);

    /// <summary>So many characters of an alphabet: <c>hex</c>, <c>digits</c>, <c>lower</c> (letters and digits), <c>upper</c>, <c>mixed</c> or <c>unique</c> (IAM's).</summary>
    public static string Drawn(StackOptions stack, string logicalId, ReadOnlySpan<char> alphabet, int length) => Draw(
        stack, logicalId, alphabet.ToString(),
        alphabet switch { "hex" => LowerCase[..16], "digits" => LowerCase[..10], "lower" => LowerCase, "upper" => UpperCase, "unique" => Base32, _ => MixedCase },
        length);

    /// <summary>An id in the form of a UUID.</summary>
    public static Guid Uuid(StackOptions stack, string logicalId) => new(Hash(stack, logicalId, "uuid").AsSpan(0, 16));

    /// <summary>An id in the form of a UUID that is drawn at random: version 4.</summary>
    public static Guid RandomUuid(StackOptions stack, string logicalId)
    {
        var bytes = Hash(stack, logicalId, "random uuid").AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A public address, of the block that is kept for documentation.</summary>
    public static string Address(StackOptions stack, string logicalId) => $"203.0.113.{1 + (Hash(stack, logicalId, "address")[0] % 254)}";

    /// <summary>The stack's ARN: <c>AWS::StackId</c>.</summary>
    public static string StackArn(StackOptions stack) => $"arn:aws:cloudformation:{stack.Region}:{stack.AccountId}:stack/{stack.StackName}/{Stack(stack)}";

    /// <summary>The last part of the stack's own ARN.</summary>
    public static Guid Stack(StackOptions stack) => new(Hash(stack, "", "stack").AsSpan(0, 16));

    // 16 bits for each character keep the modulo's bias out of sight; what is longer than a hash has pairs of bytes goes on in its own hash.
    private static string Draw(StackOptions stack, string logicalId, string purpose, string alphabet, int length) =>
        string.Create(length, (Hash: Hash(stack, logicalId, purpose), Alphabet: alphabet), static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                var at = 2 * (i % 16);
                source.Hash = i > 0 && at == 0 ? SHA256.HashData(source.Hash) : source.Hash;
                characters[i] = source.Alphabet[((source.Hash[at] << 8) | source.Hash[at + 1]) % source.Alphabet.Length];
            }
        });

    private static byte[] Hash(StackOptions stack, string logicalId, string purpose) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{stack.AccountId}\n{stack.StackName}\n{logicalId}"));
}
