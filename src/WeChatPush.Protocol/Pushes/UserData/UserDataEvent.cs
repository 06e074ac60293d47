namespace WeChatPush.Protocol.UserData;

/// <summary>
/// Something happened to the data or the consent of a user (page 授权用户信息变更). Tell them apart by OpenId: the sender is
/// an account of WeChat's.
/// </summary>
public abstract record UserDataEvent : TypedPush
{
    private protected UserDataEvent()
    {
    }

    private protected UserDataEvent(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("OpenID");
        AppId = fields.Text("AppID");
        RevokeInfo = fields.Text("RevokeInfo");
        PluginId = fields.Text("PluginID");
        OpenPid = fields.Text("OpenPID");
    }

    /// <summary>The user it is about.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>The mini program the consent was given to.</summary>
    public string AppId { get; init; } = "";

    /// <summary>
    /// What the consent was about. 1: number plate; 2: address; 3: invoice; 4: Bluetooth; 5: microphone; 6: name and
    /// picture; 7: camera; 8: phone number; 12: steps; 13: place; 14: chosen pictures or videos; 15: chosen files;
    /// 16: e-mail; 18: chosen place; 19: name from the keyboard; 20: picture from the component. Older pushes have
    /// other numbers, as 201.
    /// </summary>
    public string RevokeInfo { get; init; } = "";

    /// <summary>The plug-in that has the consent, if any.</summary>
    public string PluginId { get; init; } = "";

    /// <summary>The user as that plug-in knows them.</summary>
    public string OpenPid { get; init; } = "";
}
