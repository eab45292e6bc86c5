using System.Text.RegularExpressions;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Devices;

/// <summary>The keys of devices: one that names a device, and one of its group, which both sides put into SRP's identity in place of the pool.</summary>
internal sealed partial class DeviceKeys(Seal seal, IdSource ids)
{
    public string New(UserPool pool) => $"{pool.Region}_{ids.Uuid()}";

    /// <summary>Nothing is kept for it: it follows from the device's key.</summary>
    public string GroupOf(UserPool pool, string deviceKey) =>
        $"-{seal.Hash("device group", $"{pool.Id}/{deviceKey}")[..8].Replace('+', '-').Replace('/', '_')}";

    [GeneratedRegex(@"^[\w-]+_[0-9a-f-]+\z", RegexOptions.NonBacktracking)]
    public static partial Regex Pattern();
}
