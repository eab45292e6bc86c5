using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>The size of a page of the three lists about groups. Captured of AWS: it is not 0, whatever the API Reference says, and the refusal has another name for it.</summary>
internal static class PageSize
{
    /// <exception cref="CognitoException">The request asks for pages of nothing.</exception>
    public static void Check(Fields request)
    {
        if (request.Integer("Limit", 0, 60) == 0)
        {
            throw request.Violation("'0'", "MaxResults", "Member must have value greater than or equal to 1");
        }
    }
}
