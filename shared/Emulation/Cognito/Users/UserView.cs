using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Users;

/// <summary>How users are shown. Amazon Cognito API Reference, UserType, AdminGetUser, GetUser.</summary>
internal static class UserView
{
    /// <summary>In lists, and after creation.</summary>
    public static JsonObject Listed(CognitoUser user)
    {
        var view = Facts(user);
        view["Attributes"] = Attributes(user);
        return view;
    }

    /// <summary>For an administrator who asks for one.</summary>
    public static JsonObject Described(CognitoUser user)
    {
        var view = Facts(user);
        view["UserAttributes"] = Attributes(user);
        AddMfa(view, user);
        return view;
    }

    public static JsonArray Attributes(CognitoUser user, Func<string, bool>? shows = null) =>
        WireJson.Attributes(user.Attributes.Append(new("sub", user.Sub)).Where(a => shows?.Invoke(a.Key) ?? true));

    public static void AddMfa(JsonObject view, CognitoUser user)
    {
        if (user.Mfa.Preferred is { } preferred)
        {
            view["PreferredMfaSetting"] = preferred;
        }

        if (user.Mfa.Enabled.Length > 0)
        {
            view["UserMFASettingList"] = WireJson.List(user.Mfa.Enabled.Select(static factor => (JsonNode)factor));
        }
    }

    private static JsonObject Facts(CognitoUser user) => new()
    {
        ["Username"] = user.Username,
        ["UserCreateDate"] = WireJson.Time(user.CreatedAt),
        ["UserLastModifiedDate"] = WireJson.Time(user.ModifiedAt),
        ["Enabled"] = user.Enabled,
        ["UserStatus"] = user.Status.ToString(),
    };
}
