using System.Text.Json;
using WeChatPush.Protocol.Novel;

namespace WeChatPush.Protocol;

/// <summary>
/// Which chapters the user may read (page 小说小程序), within 4 seconds of <see cref="WxaNovelChapterPermission"/>.
/// </summary>
/// <param name="ChapterPerms">
/// The answer for ranges of chapters; beside the one that was asked for, others that are known.
/// </param>
public sealed record NovelChapterPermissionReply(IReadOnlyList<NovelChapterRange> ChapterPerms) : StructuredReply
{
    /// <summary>0: the question was understood.</summary>
    public int ErrCode { get; init; }

    /// <summary>A word of explanation, if it was not.</summary>
    public string ErrMsg { get; init; } = "";

    private protected override void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime)
    {
        json.WriteNumber("ErrCode"u8, ErrCode);
        json.WriteString("ErrMsg"u8, ErrMsg);
        json.WriteList("ChapterPerms", ChapterPerms, (item, range) =>
        {
            item.WriteNumber("StartChapterIndex"u8, range.StartChapterIndex);
            item.WriteNumber("EndChapterIndex"u8, range.EndChapterIndex);
            item.WriteNumber("Perm"u8, (int)range.Permission);
        });
    }
}

/// <summary>What the user may do with chapters that follow each other.</summary>
/// <param name="StartChapterIndex">The first of them, counted from 0.</param>
/// <param name="EndChapterIndex">The last of them.</param>
/// <param name="Permission">What the user may do.</param>
public sealed record NovelChapterRange(
    int StartChapterIndex, int EndChapterIndex, NovelChapterPermission Permission);

/// <summary>Whether a user may read a chapter.</summary>
public enum NovelChapterPermission
{
    /// <summary>Every user may.</summary>
    Free,

    /// <summary>This user may.</summary>
    Unlocked,

    /// <summary>This user may not yet.</summary>
    Locked,
}
