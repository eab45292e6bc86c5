using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Wire;

namespace Emulation.IdentityManagement.Api;

/// <summary>IAM, as the door has it. AWS Identity and Access Management API Reference.</summary>
internal static class IamService
{
    private const string Version = "2010-05-08";

    /// <summary>IAM is a global service; its one endpoint's region is this.</summary>
    private const string Region = "us-east-1";

    public static AwsService<QueryRequest, QueryAnswer> Of(AccountDirectory accounts, IEnumerable<IamOperation> operations) => new(
        "iam", new QueryWire("https://iam.amazonaws.com/doc/", Version), operations.Select(operation => operation.In(accounts)))
    {
        Region = Region,
        Owns = Owns,

        // A SAML provider's metadata may be ten million characters long; nobody adds one without a signature.
        LongestBody = static head => head.SignedService is null ? IAwsService.LongestForm : IAwsService.LongestBodyOfMost,

        // A user's temporary credentials do not count here: AWS STS API Reference, GetSessionToken, "Permissions".
        Restricted = static _ => new QueryError(403, "InvalidClientTokenId", "The security token included in the request is invalid"),
    };

    /// <summary>A call without a signature is known by its version.</summary>
    private static bool Owns(ReceivedRequest request) =>
        request.Path is "/" && (request.SignedService is { } service ? service == "iam" : QueryWire.Read(request)["Version"] == Version);
}
