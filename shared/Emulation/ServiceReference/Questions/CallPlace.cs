namespace Emulation.ServiceReference.Questions;

/// <summary>Where a call is made: what its resources' ARNs say of that where the call says nothing else.</summary>
/// <param name="Partition">Such as <c>aws</c>.</param>
/// <param name="Region">The region that the call is signed for.</param>
/// <param name="Account">The account whose resources are meant: the caller's.</param>
internal readonly record struct CallPlace(string Partition, string Region, string Account);
