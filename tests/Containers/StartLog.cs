using System.Text;
using DotNet.Testcontainers.Configurations;

namespace Testcontainers.LocalAws;

/// <summary>The first of what LocalAws prints: why it ended, where it ends at once and the container is gone with its log.</summary>
internal sealed class StartLog : IOutputConsumer
{
    public bool Enabled => true;

    public Stream Stdout { get; } = new Head();

    public Stream Stderr { get; } = new Head();

    public override string ToString() => $"{Stderr}{Stdout}".Trim();

    public void Dispose()
    {
        Stdout.Dispose();
        Stderr.Dispose();
    }

    /// <summary>Keeps the first 64 KiB that are written to it.</summary>
    private sealed class Head : Stream
    {
        private const int Capacity = 64 * 1024;
        private readonly MemoryStream kept = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (kept)
            {
                kept.Write(buffer, offset, (int)Math.Min(count, Capacity - kept.Length));
            }
        }

        public override string ToString()
        {
            lock (kept)
            {
                return Encoding.UTF8.GetString(kept.ToArray());
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
