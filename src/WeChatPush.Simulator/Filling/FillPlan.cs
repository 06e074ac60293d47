using System.Globalization;
using System.Text.Json.Serialization;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.Filling;

/// <summary>
/// Which users get which credits. The same plan always means the same users, formIds and report ids, so a second run adds
/// no credits.
/// </summary>
internal sealed record FillPlan
{
    public required string App { get; init; }

    public required int Users { get; init; }

    /// <summary>The templates every user accepts; empty: formIds of the older template messages.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Credits of each user, for each template.</summary>
    public int Credits { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>A report of formIds carries them all, one of a pop-up a single accept of each template.</summary>
    private int ReportsPerUser => Templates.Count == 0 ? 1 : Credits;

    public int Reports => Users * ReportsPerUser;

    /// <summary>How many credits there are when all of it counts.</summary>
    public long Total => (long)Users * Credits * Math.Max(1, Templates.Count);

    public FillReport this[int index]
    {
        get
        {
            var (user, turn) = Math.DivRem(index, ReportsPerUser);
            var openId = FakeOpenId.From(App, Named("user", user));
            return Templates.Count == 0
                ? new(openId, Named("fill", user))
                {
                    FormIds = [.. Enumerable.Range(0, Credits).Select(i => new FilledForm(Named($"form-{user}", i)))],
                }
                : new(openId, Named($"fill-{user}", turn))
                {
                    Subscribe = Templates.ToDictionary(template => template, _ => "accept", StringComparer.Ordinal),
                };
        }
    }

    private string Named(string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}-{Seed}-{number}");
}

/// <summary>One request to <c>POST credits</c>, and the id by which it is recognised.</summary>
internal sealed record FillReport(string OpenId, [property: JsonIgnore] string Id)
{
    public IReadOnlyList<FilledForm>? FormIds { get; init; }

    public IReadOnlyDictionary<string, string>? Subscribe { get; init; }
}

/// <summary>A formId as a client reports it.</summary>
internal readonly record struct FilledForm(string FormId);
