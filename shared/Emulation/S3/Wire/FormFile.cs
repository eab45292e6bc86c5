using Emulation.Upstreams.Bodies;
using Emulation.Calls;

namespace Emulation.S3.Wire;

/// <summary>
/// The file in a browser's form, up to the boundary behind it. Whoever reads it to its end knows that it is all there, and no longer or shorter than the
/// form's policy wants.
/// </summary>
/// <param name="body">The part of the form.</param>
/// <param name="length">How long it may be.</param>
internal sealed class FormFile(Stream body, LengthRange length) : CheckedStream
{
    private long total;

    /// <exception cref="RefusedException">It is too long or too short, or the form ends in its midst.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw PostForm.Malformed.Raised();
        }

        total += read;
        return total > length.Most ? throw S3Refusals.TooLarge(total, length.Most).Raised()
            : read == 0 && buffer.Length > 0 && total < length.Least ? throw S3Refusals.TooSmall(total, length.Least).Raised()
            : read;
    }
}
