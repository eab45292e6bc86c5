using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tokens;

/// <summary>The user pools as those see them who verify tokens: issuers with public keys.</summary>
internal interface IUserPoolIssuers
{
    /// <summary>The pool of an ARN, <c>arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_ABC123def</c>; null when it is not here.</summary>
    UserPoolIssuer? ByArn(string userPoolArn);

    /// <summary>
    /// The pool whose tokens an issuer stands for: the pool's URL here, or AWS's (<c>https://cognito-idp.us-east-1.amazonaws.com/us-east-1_ABC123def</c>), which is
    /// what a template says; null when it is no pool of this LocalAws.
    /// </summary>
    UserPoolIssuer? ByIssuer(string issuer);
}

/// <summary>Whose tokens to accept.</summary>
/// <param name="Issuer">The value of <c>iss</c> in the tokens that the pool makes here.</param>
/// <param name="Keys">The public keys, each with its <c>kid</c>: old ones too, as long as tokens of theirs may live.</param>
internal sealed record UserPoolIssuer(string Issuer, IReadOnlyList<SecurityKey> Keys) : ISigningKeys
{
    public ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation) => new(TokenSigningKey.Of(Keys, keyId, Issuer));
}
