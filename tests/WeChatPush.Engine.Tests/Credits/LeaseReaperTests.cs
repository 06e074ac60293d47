using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Credits;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

public sealed class LeaseReaperTests : IAsyncLifetime
{
    private readonly SqliteLedgerUnderTest _store = new();
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _settings = new() { Dispatching = { Lease = TimeSpan.FromSeconds(3) } };
    private readonly HeldReservations _held = new();
    private LeaseReaper _keeper = null!;

    private ICreditLedger Ledger => (ICreditLedger)_store.Ledger;

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(_settings, _time);
        _keeper = new LeaseReaper(
            Ledger, _held, new FixedOptions<WeChatPushOptions>(_settings), _time, NullLogger<LeaseReaper>.Instance);
        await _keeper.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _keeper.StopAsync(default);
        _keeper.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task AHolderThatLives_KeepsItsReservation_HoweverLongItsSendTakes()
    {
        var reservation = await ReserveAsync();
        using var holding = _held.Hold(reservation);

        // Longer than the lease, by the lease of another that ends meanwhile.
        var dead = await ReserveAsync();
        await RecoveredAsync();

        (await Ledger.SettleAsync(dead, CreditOutcome.Spent, default)).ShouldBeFalse();
        (await Ledger.SettleAsync(reservation, CreditOutcome.Spent, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task AHolderThatFallsSilent_LosesItsReservation()
    {
        var reservation = await ReserveAsync();
        await RecoveredAsync();

        (await Ledger.SettleAsync(reservation, CreditOutcome.Spent, default)).ShouldBeFalse();
        (await UsableAsync()).ShouldBe(1);
    }

    private async Task<CreditReservation> ReserveAsync()
    {
        await Ledger.NoteAsync("shop", "oUser", Guid.NewGuid().ToString(), [new("tpl", PermitEvent.Accepted)], default);
        return (await Ledger.ReserveAsync("shop", "oUser", CreditKind.Subscribe, "tpl", default))!;
    }

    /// <summary>Lets time pass until one reservation has come back.</summary>
    private Task RecoveredAsync()
    {
        var recovered = Task.Run(() => Eventually.TrueAsync(
            async () => await UsableAsync() > 0, () => "no reservation came back"));
        return _time.RunAsync(recovered, TimeSpan.FromMilliseconds(50));
    }

    private async Task<int> UsableAsync() =>
        (await Ledger.GetBalanceAsync("shop", "oUser", default)).Subscribe["tpl"].Usable;
}
