using System.Globalization;
using System.Xml;
using Emulation.Principals;
using Iam;

namespace Emulation.IdentityManagement.Api;

/// <summary>The data types of IAM's answers. AWS Identity and Access Management API Reference, "Data Types".</summary>
internal static class IamXml
{
    public static void Flag(this XmlWriter xml, string name, bool value) => xml.WriteElementString(name, value ? "true" : "false");

    public static void Number(this XmlWriter xml, string name, int value) => xml.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Date(this XmlWriter xml, string name, DateTimeOffset value) =>
        xml.WriteElementString(name, value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    /// <summary>Documents travel percent-encoded by RFC 3986.</summary>
    public static void Document(this XmlWriter xml, string name, string json) => xml.WriteElementString(name, Uri.EscapeDataString(json));

    public static void Optional(this XmlWriter xml, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            xml.WriteElementString(name, value);
        }
    }

    public static void Structure(this XmlWriter xml, string name, Action content)
    {
        xml.WriteStartElement(name);
        content();
        xml.WriteEndElement();
    }

    public static void List<T>(this XmlWriter xml, string name, IEnumerable<T> items, Action<T> content) => xml.Structure(name, () =>
    {
        foreach (var item in items)
        {
            xml.Structure("member", () => content(item));
        }
    });

    public static void Texts(this XmlWriter xml, string name, IEnumerable<string> items) => xml.List(name, items, xml.WriteString);

    public static void Tags(this XmlWriter xml, TagList tags) => xml.List("Tags", tags.All, tag =>
    {
        xml.WriteElementString("Key", tag.Key);
        xml.WriteElementString("Value", tag.Value);
    });

    /// <summary>Path, name, id, ARN and date: what users, groups and roles have in common.</summary>
    public static void Head(this XmlWriter xml, Identity identity, AccountId account)
    {
        var noun = identity.Kind.ToString();
        xml.WriteElementString("Path", identity.Path);
        xml.WriteElementString($"{noun}Name", identity.Name);
        xml.WriteElementString($"{noun}Id", identity.UniqueId);
        xml.WriteElementString("Arn", identity.ArnIn(account));
        xml.Date("CreateDate", identity.CreatedAt);
    }

    public static void Boundary(this XmlWriter xml, Identity identity)
    {
        if (identity.Boundary is { } arn)
        {
            xml.Structure("PermissionsBoundary", () =>
            {
                xml.WriteElementString("PermissionsBoundaryType", "Policy");
                xml.WriteElementString("PermissionsBoundaryArn", arn);
            });
        }
    }

    /// <summary>The trust policy of a role as it is in force.</summary>
    public static void Trust(this XmlWriter xml, RoleIdentity role, PrincipalIndex index) =>
        xml.Document("AssumeRolePolicyDocument", TrustBinding.InForce(role, arn => PrincipalIndex.IdOf(index.Accounts, arn)).Json);

    public static void AttachedPolicies(this XmlWriter xml, string name, IEnumerable<string> arns) => xml.List(name, arns, arn =>
    {
        xml.WriteElementString("PolicyName", arn[(arn.LastIndexOf('/') + 1)..]);
        xml.WriteElementString("PolicyArn", arn);
    });

    /// <summary>A managed policy, but for its versions.</summary>
    public static void Policy(this XmlWriter xml, CustomerPolicy policy, string arn, IamAccount account, bool withDescription)
    {
        xml.WriteElementString("PolicyName", policy.Name);
        xml.WriteElementString("PolicyId", policy.UniqueId);
        xml.WriteElementString("Arn", arn);
        xml.WriteElementString("Path", policy.Path);
        xml.WriteElementString("DefaultVersionId", policy.DefaultVersionId);
        xml.Number("AttachmentCount", account.AttachmentsOf(arn));
        xml.Number("PermissionsBoundaryUsageCount", account.BoundariesOf(arn));
        xml.Flag("IsAttachable", true);
        xml.Date("CreateDate", policy.CreatedAt);
        xml.Date("UpdateDate", policy.UpdatedAt);
        if (withDescription)
        {
            xml.Optional("Description", policy.Description);
        }
    }

    public static void Version(this XmlWriter xml, CustomerPolicy policy, PolicyVersion version, bool withDocument)
    {
        if (withDocument)
        {
            xml.Document("Document", version.Document.Json);
        }

        xml.WriteElementString("VersionId", version.Id);
        xml.Flag("IsDefaultVersion", version.Id == policy.DefaultVersionId);
        xml.Date("CreateDate", version.CreatedAt);
    }
}
