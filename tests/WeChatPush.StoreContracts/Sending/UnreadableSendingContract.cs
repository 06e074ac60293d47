using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>Rubbish in a token, a window, a key of a send or a turn: it costs that record only.</summary>
public abstract class UnreadableSendingContract<TStore> : IAsyncLifetime
    where TStore : ISendingUnderTest, IStoredRecords, new()
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WindowLife = TimeSpan.FromHours(48);
    private static readonly string[] Apps = ["shop", "other"];
    private static readonly byte[] Answer = StoredSend.Write(
        new() { Outcome = SendOutcome.Sent, Class = ErrorClass.Sent, MsgId = "1" });

    private readonly TStore _under = new();
    private readonly ManualTimeProvider _time = new();
    private readonly Random _random = new(20261130);
    private readonly Dictionary<string, StoredToken> _tokens = [];

    private ISendingStore Store => (ISendingStore)_under.Store;

    private ISendKeyStore Keys => (ISendKeyStore)_under.Keys;

    private ISendTurns Turns => (ISendTurns)_under.Turns;

    private DateTimeOffset Now => _time.GetUtcNow();

    public Task InitializeAsync() => _under.OpenAsync(_time);

    public async Task DisposeAsync() => await _under.DisposeAsync();

    [Fact]
    public async Task Rubbish_InAnyRecord_CostsThatRecordOnly()
    {
        IReadOnlyList<string> places;
        await using (await FillAsync("case"))
            places = await _under.FindPlacesAsync();
        await RubbishRun.RunAsync(places, TryAsync);
    }

    private async Task<bool> TryAsync(string place, Rubbish rubbish, int number)
    {
        // The rations of the day before are over.
        _time.Advance(ForcedRefreshes.Day + TimeSpan.FromMinutes(1));
        await _under.SweepAsync();
        var name = $"case{number}-";
        SpoiledRecord? spoiled;
        await using (await FillAsync(name))
        {
            spoiled = await _under.SpoilAsync(place, rubbish, _random, name);
            var isOfToken = place.Contains("token") || place.Contains("sealed") || place.Contains("turn") || place.Contains("forced");
            foreach (var app in Apps)
                await CheckTokenAsync(app, isOfToken && spoiled?.Names(app) == true);
            _time.Advance(Lease);
            foreach (var app in Apps)
                await CheckTurnAsync(app, isOfToken && spoiled?.Names(app) == true);
            foreach (var app in Apps)
            {
                await CheckWindowsAsync(app, name, spoiled, rubbish);
                await CheckKeysAsync(app, name, spoiled, mayBeLost: place is "send_key.app" or "send_key.key" or "sendkey:*/whole" || rubbish is Rubbish.Truncated);
            }
        }

        foreach (var app in Apps)
            await (await Turns.TakeAsync(app, $"{name}turn", default).AsTask().WaitAsync(TurnTimeout)).DisposeAsync();
        await _under.SweepAsync();
        return spoiled is not null;
    }

    // A token, windows, keys and a turn of each app; the turn is held until it is disposed of.
    private async Task<IAsyncDisposable> FillAsync(string name)
    {
        foreach (var app in Apps)
        {
            await RenewTokenAsync(app, $"{name}token");
            await Store.TakeForcedRefreshAsync(app, Now, default);
            foreach (var user in Users(name))
                await GrantAsync(app, user, 5);
            foreach (var key in (string[])["answered", "running"])
                (await BeginAsync(app, name + key, "first")).State.ShouldBe(SendKeyState.Begun);
            await Keys.EndAsync(Key(app, $"{name}answered"), "first", Answer);
        }

        return await Turns.TakeAsync("shop", $"{name}turn", default);
    }

    private async Task RenewTokenAsync(string app, string value)
    {
        var turn = await Store.BeginRefreshAsync(app, "holder", null, Now, Lease, default);
        if (turn.Newer is { } old)
            turn = await Store.BeginRefreshAsync(app, "holder", old.Sealed, Now, Lease, default);
        turn.IsMine.ShouldBeTrue($"the turn of {app}");
        var token = _tokens[app] = new StoredToken(value, Now + TimeSpan.FromMinutes(115), Now + TimeSpan.FromHours(2));
        (await Store.EndRefreshAsync(app, "holder", token, default)).ShouldBeTrue($"the token of {app} is not taken");
        (await Store.BeginRefreshAsync(app, "busy", value, Now, Lease, default)).IsMine.ShouldBeTrue($"the turn of {app}");
    }

    // One that cannot be read is fetched again; one that reads as another is refused by WeChat and fetched again, too.
    private async Task CheckTokenAsync(string app, bool isSpoiled)
    {
        var token = (await Store.BeginRefreshAsync(app, "next", null, Now, Lease, default)).Newer;
        if (!isSpoiled)
            token.ShouldBe(_tokens[app], $"the token of {app}");
        else if (token is not null)
            token.Sealed.ShouldAllBe(letter => letter > ' ' && letter <= '~');
        token?.Sealed.ShouldNotBeEmpty();
        var forced = await Store.TakeForcedRefreshAsync(app, Now, default);
        (forced ?? Now).ShouldBeInRange(isSpoiled ? Now : Now + TimeSpan.FromTicks(1), Now + ForcedRefreshes.Day);
    }

    private async Task CheckTurnAsync(string app, bool isSpoiled)
    {
        await RenewTokenAsync(app, $"{_tokens[app].Sealed}+");
        (await Store.BeginRefreshAsync(app, "last", null, Now, Lease, default)).Newer.ShouldBe(_tokens[app]);
        _time.Advance(ForcedRefreshes.Gap);
        if (!isSpoiled)
            (await Store.TakeForcedRefreshAsync(app, Now, default)).ShouldBeNull($"the ration of {app}");
        _time.Advance(Lease);
    }

    private async Task CheckWindowsAsync(string app, string name, SpoiledRecord? spoiled, Rubbish rubbish)
    {
        foreach (var user in Users(name))
        {
            var window = await Store.ReadWindowAsync(app, user, default);
            if (spoiled?.Names(user) != true)
            {
                window.ShouldNotBeNull(user).Remaining.ShouldBe(5, user);
            }
            else if (window is { } read && rubbish is not (Rubbish.Truncated or Rubbish.OtherType))
            {
                // It is not known: a send is tried. What was not spoiled is as it was.
                read.IsOpen(Now).ShouldBeTrue($"{read}");
            }

            await Store.ConsumeWindowAsync(app, user);
            await Store.EndWindowAsync(app, user, WindowEnd.Closed, Now);
            (await Store.ReadWindowAsync(app, user, default)).ShouldNotBeNull(user).IsOpen(Now).ShouldBeFalse(user);
            await GrantAsync(app, user, 3);
            (await Store.ReadWindowAsync(app, user, default)).ShouldNotBeNull(user).IsOpen(Now).ShouldBeTrue(user);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Store.EndWindowAsync(app, user, WindowEnd.Closed, Now);
            (await Store.ReadWindowAsync(app, user, default)).ShouldNotBeNull(user).IsOpen(Now).ShouldBeFalse(user);
            await GrantAsync(app, user, 3);
        }
    }

    private async Task CheckKeysAsync(string app, string name, SpoiledRecord? spoiled, bool mayBeLost)
    {
        foreach (var (key, state) in ((string, SendKeyState)[])[("answered", SendKeyState.Answered), ("running", SendKeyState.Running)])
        {
            var claim = await BeginAsync(app, name + key, "second");
            var isSpoiled = spoiled?.Names(Convert.ToHexStringLower(Key(app, name + key).Hash)) == true;
            if (!isSpoiled)
                claim.State.ShouldBe(state, key);
            if (!isSpoiled && state == SendKeyState.Answered)
                claim.Answer.ToArray().ShouldBe(Answer);
            if (claim.State == SendKeyState.Answered && StoredSend.TryRead(claim.Answer) is null)
                isSpoiled.ShouldBeTrue(key);
            // Of one that cannot be read it is not known whether it was sent, so it is not sent again.
            claim.State.ShouldBeOneOf(
                [SendKeyState.Answered, SendKeyState.Running, SendKeyState.Unknown, SendKeyState.OtherBody, .. mayBeLost ? [SendKeyState.Begun] : Array.Empty<SendKeyState>()]);
        }

        (await BeginAsync(app, $"{name}new", "first")).State.ShouldBe(SendKeyState.Begun);
        await Keys.RenewAsync(Key(app, $"{name}new"), "first", Lease);
        (await BeginAsync(app, $"{name}new", "second")).State.ShouldBe(SendKeyState.Running);
        await Keys.EndAsync(Key(app, $"{name}new"), "first", Answer);
        (await BeginAsync(app, $"{name}new", "second")).State.ShouldBe(SendKeyState.Answered);
        foreach (var key in (string[])["answered", "running"])
            await Keys.EndAsync(Key(app, name + key), "first", null);
    }

    private ValueTask<SendKeyClaim> BeginAsync(string app, string key, string holder) =>
        Keys.BeginAsync(Key(app, key), holder, Lease * 100, default);

    private ValueTask GrantAsync(string app, string user, int messages) =>
        Store.GrantWindowAsync(app, user, messages, Now, Now + WindowLife, Now, default);

    private static string[] Users(string name) => [$"{name}user1", $"{name}user2"];

    private static SendKey Key(string app, string key) => SendKey.Create(app, key, "pushes", Encoding.UTF8.GetBytes("body"));
}
