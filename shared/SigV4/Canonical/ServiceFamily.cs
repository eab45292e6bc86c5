namespace SigV4.Canonical;

/// <summary>
/// Services differ in how they read path and query before they verify: S3 and its kin take both as they are, all others normalise the path, encode it
/// once more and decode the query as a form.
/// </summary>
internal static class ServiceFamily
{
    /// <summary>Whether <paramref name="service"/>, the name in a credential scope, reads a request as S3 does.</summary>
    public static bool IsS3(ReadOnlySpan<char> service) => service is "s3" or "s3express" or "s3-outposts" or "s3-object-lambda";
}
