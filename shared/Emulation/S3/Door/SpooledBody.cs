namespace Emulation.S3.Door;

/// <summary>A body of which nobody says how long it is, read to its end into a file that is gone when it is closed: memory stays as it is, however long the body.</summary>
internal static class SpooledBody
{
    /// <exception cref="Calls.RefusedException">The body is not what it must be.</exception>
    public static async ValueTask<FileStream> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"localaws-upload-{Path.GetRandomFileName()}"), options);
        try
        {
            await body.CopyToAsync(file, cancellation).ConfigureAwait(false);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
