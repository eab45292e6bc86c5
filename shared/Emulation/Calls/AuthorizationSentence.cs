using Emulation.Decisions;
using Iam;

namespace Emulation.Calls;

/// <summary>Which refusals say by which id their details can be asked for.</summary>
internal enum Troubleshooting
{
    /// <summary>None: the messages are as they were before AWS had the sentence.</summary>
    None,

    /// <summary>Those of IAM, as on AWS today.</summary>
    OfIam,

    /// <summary>Those of every service, as AWS means to have it.</summary>
    OfEveryService,
}

/// <summary>
/// The sentence that AWS's refusals end with where GetRequestAuthorizationDetails explains them. IAM User Guide, "Troubleshoot access denied error messages with
/// authorization ID"; the words as five refusals of AWS of August to October 2026 have them.
/// </summary>
internal static class AuthorizationSentence
{
    private const string NameOfIam = "iam";

    /// <summary>The refusal with the sentence; the same one where none belongs there.</summary>
    /// <param name="told">Which refusals say it.</param>
    /// <param name="service">The service's signing name.</param>
    /// <param name="call">What was refused.</param>
    /// <param name="refusal">In AWS's words.</param>
    public static ServiceRefusal In(Troubleshooting told, string service, ServiceCall call, ServiceRefusal refusal)
    {
        // Nobody who is anonymous, or for whom a service asks, is told; nor is one whom the message does not name.
        if (told == Troubleshooting.None || (told == Troubleshooting.OfIam && service != NameOfIam) || call is not { IsRefused: true, Caller.Principal: not Anonymous }
            || !refusal.Message.StartsWith("User: ", StringComparison.Ordinal) || AuthorizationId.Of(call.Id) is not { } id)
        {
            return refusal;
        }

        var region = call.Facts.Region;
        return refusal with
        {
            Message = $"{refusal.Message}. Go to https://{region}.console.aws.amazon.com/iam/home?region={region}#/authorization-details/{id} for complete details, "
                + $"or call the GetRequestAuthorizationDetails API with the following authorization id: {id}",
        };
    }
}
