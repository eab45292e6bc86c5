using System.Xml;
using Emulation.Principals;
using Emulation.State;
using Iam;

namespace Emulation.Sessions;

/// <summary>Temporary credentials as they are handed out. Their text shows no secret.</summary>
internal sealed record SessionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration)
{
    public void WriteTo(XmlWriter xml)
    {
        xml.WriteStartElement("Credentials");
        xml.WriteElementString("AccessKeyId", AccessKeyId);
        xml.WriteElementString("SecretAccessKey", SecretAccessKey);
        xml.WriteElementString("SessionToken", SessionToken);
        xml.WriteElementString("Expiration", Expiration.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    public override string ToString() => AccessKeyId;
}

/// <summary>The parts of an answer that opens a session.</summary>
internal static class SessionXml
{
    public static void WriteTo(this AssumedRole principal, XmlWriter xml)
    {
        xml.WriteStartElement("AssumedRoleUser");
        xml.WriteElementString("AssumedRoleId", principal.UserId);
        xml.WriteElementString("Arn", principal.Arn);
        xml.WriteEndElement();
    }

    /// <summary>Writes an element that has a value.</summary>
    public static void WriteIfAny(XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteElementString(name, value);
        }
    }

    public static void WritePackedSize(XmlWriter xml, int? percent) => WriteIfAny(xml, "PackedPolicySize", percent?.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>Makes the credentials of new sessions.</summary>
internal sealed class SessionIssuer(SessionSealer sealer, IdSource ids, TimeProvider time)
{
    /// <summary>How long a function's own credentials last; its processes are replaced before.</summary>
    public static readonly TimeSpan FunctionSession = TimeSpan.FromHours(12);

    public SessionCredentials Issue(SessionClaims claims)
    {
        var id = AccessKeyId.NewTemporary(AccountId.Parse(claims.AccountId), ids);
        var made = sealer.Seal(id, claims);
        return new SessionCredentials(id, made.SecretAccessKey, made.SessionToken, claims.ExpiresAt);
    }

    /// <summary>The credentials that Lambda gives to a function: a session of its execution role, named like the function.</summary>
    /// <param name="role">The role.</param>
    /// <param name="functionName">The function's name.</param>
    /// <param name="duration">How long they last; for whoever is no function.</param>
    /// <param name="functionArn">
    /// The function's ARN: <c>lambda:SourceFunctionArn</c> of its calls; null for whoever is no function. Lambda Developer Guide, "Using source function ARN to
    /// control function access behavior".
    /// </param>
    public SessionCredentials ForFunction(KnownRole role, string functionName, TimeSpan? duration = null, string? functionArn = null)
    {
        var now = time.GetUtcNow();
        return Issue(new SessionClaims
        {
            Kind = SessionKind.AssumedRole,
            AccountId = role.Account.ToString(),
            Name = role.Role.Name,
            UniqueId = role.Role.UniqueId,
            SessionName = functionName.Length <= 64 ? functionName : functionName[..64],
            IssuedAt = now,
            ExpiresAt = now + (duration ?? FunctionSession),
            Keys = functionArn is null ? SessionClaims.NoKeys : SessionClaims.NoKeys.Add("lambda:SourceFunctionArn", [functionArn]),
        });
    }

    /// <summary>The principal that a role session is.</summary>
    public static AssumedRole PrincipalOf(KnownRole role, SessionClaims claims) =>
        new(role.Account, role.Role.Path, role.Role.Name, claims.SessionName, role.Role.UniqueId, TagsOf(role.Role.Tags, claims))
        {
            SourceIdentity = claims.SourceIdentity,
            FederatedProvider = claims.FederatedProvider,
        };

    /// <summary>The principal that a user's federated session is.</summary>
    public static FederatedUser PrincipalOf(KnownUser user, SessionClaims claims) => new(user.Account, claims.SessionName) { SessionTags = TagsOf(user.Principal.Tags, claims) };

    /// <summary>A session tag replaces the tag of the same key, whatever its case. "Pass session tags in AWS STS".</summary>
    private static Dictionary<string, string> TagsOf(IReadOnlyDictionary<string, string> own, SessionClaims claims)
    {
        var tags = new Dictionary<string, string>(own, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in claims.Tags)
        {
            tags[key] = value;
        }

        return tags;
    }
}
