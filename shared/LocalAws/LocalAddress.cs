using Emulation.Gateway;

namespace Emulation;

/// <summary>Puts the addresses of APIs here in the place of AWS's, <c>https://{api}.execute-api.{region}.amazonaws.com</c>.</summary>
internal static class LocalAddress
{
    /// <param name="text">A value of the template.</param>
    /// <param name="apis">The APIs.</param>
    /// <param name="endpointUrl">Where whoever reads it reaches them.</param>
    public static string Of(string text, ApiDirectory apis, string endpointUrl)
    {
        foreach (var api in apis.All)
        {
            text = text.Replace($"https://{api.Api.ApiId}.execute-api.{api.Region}.amazonaws.com", $"{endpointUrl}/execute-api/{api.Api.ApiId}", StringComparison.Ordinal);
        }

        return text;
    }
}
