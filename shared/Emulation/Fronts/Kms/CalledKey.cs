using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// A key as a call names it: by id, ARN, alias or an alias's ARN. Policies see the key's ARN whatever the call says. AWS KMS Developer Guide, "Key identifiers (KeyId)" and
/// "Using aliases to control access to KMS keys".
/// </summary>
/// <param name="Arn">The key's ARN; of an alias that the server does not know the ARN of any key.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Alias">The alias by which the call names it, <c>alias/NAME</c>; null when it names the key.</param>
/// <param name="Metadata">What the server says of the key; null where it has no such key.</param>
internal sealed record CalledKey(string Arn, AccountId Owner, string? Alias, JsonObject? Metadata)
{
    /// <summary>Whether nothing says which key the alias stands for.</summary>
    public bool IsOfNobody => Alias is not null && Metadata is null;

    /// <exception cref="RefusedException">It is none of the forms of a key's identifier.</exception>
    public static async ValueTask<CalledKey> FindAsync(FrontCall call, string id)
    {
        var (owner, name) = Parts(call, id);
        var alias = name.StartsWith("alias/", StringComparison.Ordinal) ? name : null;
        var answer = await call.Behind.In(owner).AskAsync("DescribeKey", new JsonObject { ["KeyId"] = alias ?? name }).ConfigureAwait(false);
        var metadata = answer?["KeyMetadata"] as JsonObject;
        var known = ServerArn.In(owner, TextOf(metadata, "Arn"));
        return new CalledKey(known ?? $"arn:aws:kms:{call.Region}:{owner}:key/{(alias is null ? name : "{key}")}", owner, alias, known is null ? null : metadata);
    }

    /// <summary>The ARN of an alias of the caller's account, <c>alias/NAME</c>.</summary>
    /// <exception cref="RefusedException">It is no alias's name.</exception>
    public static string AliasArn(FrontCall call, string name) =>
        IsAlias(name) ? $"arn:aws:kms:{call.Region}:{call.Home}:{name}"
            : throw new RefusedException(new ServiceRefusal(400, "InvalidAliasNameException", "Invalid alias name: it begins with alias/."));

    /// <summary>What the server says of the key; null where it says nothing.</summary>
    public string? TextOf(string member) => TextOf(Metadata, member);

    /// <summary>The members of the call with the key in the place of the alias, which may stand for another key by the time that the server reads it.</summary>
    public JsonObject Pinned(JsonObject members, string member)
    {
        if (Alias is null || TextOf("Arn") is not { } arn)
        {
            return members;
        }

        var sent = (JsonObject)members.DeepClone();
        sent[member] = arn;
        return sent;
    }

    private static (AccountId Owner, string Name) Parts(FrontCall call, string id)
    {
        if (!id.StartsWith("arn:", StringComparison.Ordinal))
        {
            return IsKeyId(id) || IsAlias(id) ? (call.Home, id) : throw NotFound($"Invalid keyId '{Wire.ClientText.Shown(id)}'");
        }

        if (!Iam.Arn.TryParse(id, out var arn) || arn is not { Partition: "aws", Service: "kms" } || !AccountId.TryParse(arn.Account, out var owner))
        {
            throw NotFound($"Invalid arn {Wire.ClientText.Shown(id)}");
        }

        if (arn.Region != call.Region)
        {
            throw NotFound($"Invalid arn {Wire.ClientText.Shown(arn.Region)}");
        }

        return arn.Resource.StartsWith("key/", StringComparison.Ordinal) && IsKeyId(arn.Resource[4..]) ? (owner, arn.Resource[4..])
            : IsAlias(arn.Resource) ? (owner, arn.Resource)
            : throw NotFound($"Invalid arn {Wire.ClientText.Shown(id)}");
    }

    private static bool IsKeyId(string text) => text.Length is > 0 and <= 128 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsAlias(string text) => text.Length is > 6 and <= 256 && text.StartsWith("alias/", StringComparison.Ordinal)
        && text.AsSpan(6).IndexOfAnyExcept(AliasCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> AliasCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/_-");

    private static RefusedException NotFound(string message) => new(new ServiceRefusal(400, "NotFoundException", message));

    private static string? TextOf(JsonObject? from, string member) => from?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
