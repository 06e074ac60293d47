namespace WeChatPush.Inbox;

/// <summary>What the store knows of a send that is about to be made.</summary>
internal readonly record struct SendSlot(SendSlotState State, SendRecord? Earlier);
