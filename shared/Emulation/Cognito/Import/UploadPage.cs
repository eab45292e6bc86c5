using Emulation.Cognito.Pools;
using Emulation.Wire;

namespace Emulation.Cognito.Import;

/// <summary>Takes the file of an import job: a PUT to its <c>PreSignedUrl</c>, which nobody can guess.</summary>
internal sealed class UploadPage(PoolStore store, ImportOperations jobs)
{
    public const string Prefix = "/_localaws/import/";

    /// <summary>AWS's limit, in bytes.</summary>
    private const long Longest = 100L * 1024 * 1024;

    public static bool Owns(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task HandleAsync(HttpContext http)
    {
        var id = http.Request.Path.Value![Prefix.Length..];
        if (!HttpMethods.IsPut(http.Request.Method) || (string?)store.PartAnywhere(PartKind.ImportJob, id)?["Status"] != "Created")
        {
            await PlainAnswer.WriteAsync(http, 403, "AccessDenied", "PUT the file of a job that has been created and not started.").ConfigureAwait(false);
            return;
        }

        if (http.Request.ContentLength is not { } length || length > Longest)
        {
            await PlainAnswer.WriteAsync(http, 400, "EntityTooLarge", $"Say the file's length; it may have {Longest} bytes.").ConfigureAwait(false);
            return;
        }

        var file = jobs.FileOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var target = File.Create(file);
        await using (target.ConfigureAwait(false))
        {
            await http.Request.Body.CopyToAsync(target, http.RequestAborted).ConfigureAwait(false);
        }
    }
}
