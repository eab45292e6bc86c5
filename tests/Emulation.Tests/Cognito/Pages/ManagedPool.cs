using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary>A pool whose domain has managed login, and a client with a style.</summary>
internal static class ManagedPool
{
    /// <param name="aws">Where it is.</param>
    /// <param name="style">The style; by default Cognito's own. Null for none.</param>
    public static async Task<HostedPool> MakeAsync(RunningLocalAws aws, JsonObject? style)
    {
        var pool = await aws.PoolAsync();
        await pool.CallAsync("UpdateUserPoolDomain", new JsonObject { ["Domain"] = pool.Domain, ["ManagedLoginVersion"] = 2 });
        if (style is not null)
        {
            style["ClientId"] = pool.Client.Id;
            await pool.CallAsync("CreateManagedLoginBranding", style);
        }

        return pool;
    }

    public static Task<HostedPool> MakeAsync(RunningLocalAws aws) => MakeAsync(aws, new JsonObject { ["UseCognitoProvidedValues"] = true });

    public static JsonObject Asset(string category, string mode, byte[] bytes, string extension = "PNG") =>
        new() { ["Category"] = category, ["ColorMode"] = mode, ["Extension"] = extension, ["Bytes"] = Convert.ToBase64String(bytes) };

    public static byte[] Png(byte mark) => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, mark];
}
