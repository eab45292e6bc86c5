using Emulation.Calls;
using Emulation.S3.Asks;
using Emulation.S3.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// Headers of an object that need a permission of their own: who may read the object and not that is answered without them (captured: s3/object_lock_authority_replay.json of
/// radkawar/stackd). Amazon S3 API Reference, GetObject, "x-amz-object-lock-mode", "x-amz-tagging-count".
/// </summary>
internal static class ToldHeaders
{
    private static readonly (string Header, string Action, string OfVersion)[] All =
    [
        ("x-amz-object-lock-mode", "GetObjectRetention", "GetObjectRetention"),
        ("x-amz-object-lock-retain-until-date", "GetObjectRetention", "GetObjectRetention"),
        ("x-amz-object-lock-legal-hold", "GetObjectLegalHold", "GetObjectLegalHold"),
        ("x-amz-tagging-count", "GetObjectTagging", "GetObjectVersionTagging"),
    ];

    /// <summary>The answer with what its caller may see.</summary>
    public static async ValueTask<S3Answer> OfAsync(S3Asks asks, ServiceCall<S3Request> call, S3Keys keys, S3Answer answer)
    {
        if (call.Parameters.Route!.Operation is not ("GetObject" or "HeadObject"))
        {
            return answer;
        }

        foreach (var (header, action, ofVersion) in All.Where(one => answer.Headers.Any(header => Is(header.Key, one.Header))))
        {
            var asked = await asks.OfToldAsync(call.Parameters.Query.ContainsKey("versionId") ? ofVersion : action, call.Parameters, keys, call).ConfigureAwait(false);
            if (!call.Allows(asked))
            {
                answer = answer with { Headers = answer.Headers.RemoveAll(told => Is(told.Key, header)) };
            }
        }

        return answer;
    }

    private static bool Is(string name, string header) => name.Equals(header, StringComparison.OrdinalIgnoreCase);
}
