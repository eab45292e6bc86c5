using System.Collections.Frozen;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Wiring;

/// <summary>The way of sign-ins, and what setting up an authenticator app shares with it.</summary>
internal sealed record SignInParts(SignInFlow Flow, SignInSessions Sessions, TotpSecrets Totp)
{
    public static SignInParts Of(CognitoParts given, UserStore store, Seal seal, UserParts users)
    {
        var sessions = given.Memory.Sessions;
        var totp = new TotpSecrets(seal, given.Ids, given.Time);
        var challenges = new Challenges(sessions, users.Finder, users.Lockout);
        var admission = new Admission(users.Triggers);
        var tries = new PasswordTries(users.Lockout);
        var choice = new ChoiceSignIn(challenges, admission, users.Codes, users.Imaginary);
        var rounds = new CustomRounds(challenges, users.Triggers);
        var newPassword = new NewPasswordChallenge(challenges, users.NewPasswords, users.Updates, users.Users, given.Time);
        var second = new SecondFactors(store, challenges, users.Codes, totp, users.Lockout);
        var steps = new Dictionary<SignInStage, IStep>
        {
            [SignInStage.Password] = new PasswordSignIn(store, users.Passwords, tries, admission, users.Creation, users.Imaginary),
            [SignInStage.Srp] = new SrpChallenge(sessions, users.Passwords, admission, users.Imaginary, given.Ids),
            [SignInStage.Choice] = choice,
            [SignInStage.Custom] = new CustomSignIn(admission),
            [SignInStage.CustomRound] = rounds,
            [SignInStage.NewPassword] = newPassword,
            [SignInStage.SecondFactor] = second,
            [SignInStage.Done] = new PostAuthentication(users.Triggers),
        };
        var proof = new SrpProof(sessions, users.Finder, users.Passwords, tries, given.Time);
        return new SignInParts(new SignInFlow(steps.ToFrozenDictionary(), [proof, choice, rounds, newPassword, second], users.Finder), sessions, totp);
    }
}
