using SigV4.Canonical;

namespace SigV4.Verification;

/// <summary>The five parts of a claimed credential: access key id, date, region, service, terminator.</summary>
internal ref struct ClaimedScope
{
    public ReadOnlySpan<char> AccessKeyId;
    public ReadOnlySpan<char> Date;
    public ReadOnlySpan<char> Region;
    public ReadOnlySpan<char> Service;
    public ReadOnlySpan<char> Terminator;

    public static bool TryRead(ReadOnlySpan<char> credential, out ClaimedScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[6];
        if (credential.Split(parts, '/') != 5 || credential[parts[0]].IsEmpty)
        {
            return false;
        }

        scope.AccessKeyId = credential[parts[0]];
        scope.Date = credential[parts[1]];
        scope.Region = credential[parts[2]];
        scope.Service = credential[parts[3]];
        scope.Terminator = credential[parts[4]];
        return true;
    }

    /// <summary>Says all that is wrong with the scope at once, as AWS does.</summary>
    public readonly VerificationFailure? Check(SigningTime time, string? region, string? service)
    {
        var regionFits = region is null ? RegionName.IsOne(Region) : Region.SequenceEqual(region);
        var serviceFits = service is null ? !Service.IsEmpty : Service.SequenceEqual(service);
        var terminatorFits = Terminator is CredentialScope.Terminator;
        Span<char> date = stackalloc char[8];
        time.FormatDate(date);
        var dateFits = Date.SequenceEqual(date);
        return regionFits && serviceFits && terminatorFits && dateFits
            ? null
            : Failures.WrongScope(this, time, regionFits, serviceFits ? null : service, terminatorFits, dateFits);
    }
}
