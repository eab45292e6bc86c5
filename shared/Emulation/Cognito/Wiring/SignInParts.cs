using System.Collections.Frozen;
using Emulation.Cognito.Devices;
using Emulation.Cognito.Passkeys;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Wiring;

/// <summary>The way of sign-ins, and what setting up an authenticator app shares with it.</summary>
internal sealed record SignInParts(SignInFlow Flow, SignInSessions Sessions, TotpSecrets Totp, RelyingParties RelyingParties, PasskeyRegistration Registration, DeviceKeys Devices)
{
    public static SignInParts Of(CognitoParts given, CognitoStores stores, Seal seal, UserParts users)
    {
        var sessions = given.Memory.Sessions;
        var totp = new TotpSecrets(seal, given.Ids, given.Time);
        var challenges = new Challenges(sessions, users.Finder, users.Lockout);
        var admission = new Admission(users.Triggers);
        var tries = new PasswordTries(users.Lockout);
        var relyingParties = new RelyingParties(stores.Pools);
        var passkeys = new PasskeyChallenge(challenges, relyingParties, users.Users, given.Ids);
        var registration = new PasskeyRegistration(relyingParties, users.Users, given.Ids, given.Time);
        var devices = new DeviceKeys(seal, given.Ids);
        var secrets = new DeviceSecrets(seal);
        var device = new DeviceChallenge(challenges, sessions, secrets, given.Ids);
        var choice = new ChoiceSignIn(challenges, admission, users.Codes, users.Imaginary, passkeys);
        var rounds = new CustomRounds(challenges, users.Triggers);
        var newPassword = new NewPasswordChallenge(challenges, users.NewPasswords, users.Updates, users.Users, given.Time);
        var second = new SecondFactors(stores.Users, challenges, users.Codes, totp, users.Lockout);
        var steps = new Dictionary<SignInStage, IStep>
        {
            [SignInStage.Password] = new PasswordSignIn(stores.Users, users.Passwords, tries, admission, users.Creation, users.Imaginary),
            [SignInStage.Srp] = new SrpChallenge(sessions, users.Passwords, admission, users.Imaginary, given.Ids),
            [SignInStage.Choice] = choice,
            [SignInStage.Custom] = new CustomSignIn(admission),
            [SignInStage.CustomRound] = rounds,
            [SignInStage.NewPassword] = newPassword,
            [SignInStage.Passkey] = passkeys,
            [SignInStage.SecondFactor] = new DeviceStep(device, isForFactor: true),
            [SignInStage.Code] = second,
            [SignInStage.Device] = new DeviceStep(device, isForFactor: false),
            [SignInStage.Done] = new PostAuthentication(users.Triggers),
        };
        var proof = new SrpProof(sessions, users.Finder, users.Passwords, tries, given.Time);
        var shown = new DeviceProof(sessions, users.Users, devices, secrets, tries, given.Time);
        IChallenge[] all = [proof, choice, passkeys, rounds, newPassword, second, device, shown];
        return new SignInParts(new SignInFlow(steps.ToFrozenDictionary(), all, users.Finder), sessions, totp, relyingParties, registration, devices);
    }
}
