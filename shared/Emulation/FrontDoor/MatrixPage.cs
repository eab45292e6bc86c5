using Emulation.Access;

namespace Emulation.FrontDoor;

/// <summary>The access matrix of the templates that run, as <c>localaws matrix --format html</c> writes it.</summary>
internal static class MatrixPage
{
    public const string Path = "/_localaws/matrix";

    public static Task SendAsync(HttpContext http, LoadedStacks stacks)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = OwnFrame.SecurityPolicy;
        return http.Response.WriteAsync(MatrixHtml.Write(AccessMatrix.Of(stacks), stacks), http.RequestAborted);
    }
}
