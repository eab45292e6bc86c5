namespace Emulation.Cognito.Pools;

/// <summary>What is kept for a pool, and goes with it.</summary>
internal interface IPoolData
{
    void Forget(string pool);
}
