using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// What a service does with a key of KMS, most often in its caller's name, such as SQS when it encrypts a message: the caller needs the permission, by its own policies and the
/// key's, and they see through which service it asks. AWS KMS Developer Guide, "kms:ViaService" and "How AWS services use AWS KMS".
/// </summary>
/// <param name="Service">The service's name in <c>kms:ViaService</c>, such as <c>sqs</c>.</param>
/// <param name="KeyId">The key as the resource names it: an id, an ARN, an alias or an alias's ARN.</param>
/// <param name="Home">The account in which a name without one is meant.</param>
/// <param name="Actions">What is done, such as <c>GenerateDataKey</c>.</param>
/// <param name="Context">The encryption context by which the service does it.</param>
internal sealed record EncryptionUse(
    string Service, string KeyId, AccountId Home, ImmutableArray<string> Actions, ImmutableArray<KeyValuePair<string, string>> Context)
{
    /// <summary>The service, where it uses the key by itself: only the key's policy lets it, which sees for which resource. Null where it asks in its caller's name.</summary>
    public UsingService? By { get; init; }

    /// <summary>What the service's own call of KMS says besides, such as to whom it grants.</summary>
    public JsonObject Members { get; init; } = [];
}

/// <summary>A service that uses a key by itself.</summary>
/// <param name="Principal">Its principal, such as <c>logs.us-east-1.amazonaws.com</c>.</param>
/// <param name="Source">The ARN of the resource that is encrypted, <c>aws:SourceArn</c>.</param>
/// <param name="Account">The resource's account, <c>aws:SourceAccount</c>.</param>
internal sealed record UsingService(string Principal, string Source, AccountId Account);

/// <summary>A key that a service uses, and what its caller must be allowed.</summary>
/// <param name="Arn">The key's ARN.</param>
/// <param name="Asks">The questions.</param>
internal sealed record UsedKey(string Arn, IReadOnlyList<Ask> Asks)
{
    /// <summary>Whether AWS manages it for the service, so that everybody in the account may use it through the service.</summary>
    public bool IsOfAws { get; init; }
}

/// <summary>Knows what a service asks of KMS in its caller's name.</summary>
internal interface IServiceKeys
{
    /// <summary>What a use of a key asks.</summary>
    /// <param name="use">The use.</param>
    /// <param name="caller">Who calls the service.</param>
    /// <param name="region">The region of the call.</param>
    /// <param name="guardrails">The organisation's policies for a question.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <exception cref="RefusedException">There is no such key.</exception>
    ValueTask<UsedKey> AskAsync(EncryptionUse use, Caller caller, string region, Func<Ask, Guardrails> guardrails, CancellationToken cancellation);

    /// <summary>The key that a template gives a resource; null for none.</summary>
    string? Declared(string arn);
}
