using System.Text;
using LambdaHost.Handlers;

namespace LambdaHost.Tests.Handlers;

/// <summary>Handlers of the sample library, called as the runtime calls them.</summary>
internal static class Given
{
    /// <summary>A handler by type and method.</summary>
    public static HandlerMethod Handler(string typeAndMethod) => HandlerMethod.Load(HandlerText.Parse($"Sample.Handlers::Sample.{typeAndMethod}"));

    /// <summary>What it answers, as JSON.</summary>
    public static async Task<string> AnswerAsync(HandlerMethod handler, string input, object? context = null)
    {
        using var output = new MemoryStream();
        await handler.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(input)), context, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
