using System.Text.Json.Nodes;

namespace Emulation.Upstreams.Forms;

/// <summary>A protocol in which LocalAws asks a server too.</summary>
internal interface IAskingForm : IFrontForm
{
    /// <summary>A question of LocalAws's own to the server.</summary>
    UpstreamRequest Asking(string operation, JsonObject members);

    /// <summary>What the server answers.</summary>
    /// <param name="isDone">Whether it did what it was asked to.</param>
    /// <param name="body">The answer's body.</param>
    ServerReply ReplyOf(bool isDone, byte[] body);
}
