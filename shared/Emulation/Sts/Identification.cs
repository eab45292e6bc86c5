using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;

namespace Emulation.Sts;

/// <summary>Who a caller or a key is. AWS Security Token Service API Reference, GetCallerIdentity and GetAccessKeyInfo.</summary>
internal static class Identification
{
    /// <summary>Needs no permission, even under an explicit deny.</summary>
    public static QueryAnswer OfCaller(Caller caller) => new(xml =>
    {
        xml.WriteElementString("Arn", caller.Principal.Arn);
        xml.WriteElementString("UserId", caller.Principal.UserId);
        xml.WriteElementString("Account", caller.Principal.Account?.ToString());
    });

    /// <summary>The account of a key.</summary>
    public static Intent<QueryAnswer> OfKey(ServiceCall<QueryRequest> call, Keyring keyring)
    {
        var id = call.Parameters["AccessKeyId"];
        var constraints = new Constraints();
        constraints.Text("accessKeyId", id, required: true, 16, 128, Constraints.WordPattern);
        return constraints.Error is { } error
            ? error
            : Intent<QueryAnswer>.Of([new Ask("sts:GetAccessKeyInfo", "*")], () => keyring.TryReadAccount(id!, out var account)
                ? new QueryAnswer(xml => xml.WriteElementString("Account", account.ToString()))
                : QueryError.Validation("Access key ID is invalid."));
    }
}
