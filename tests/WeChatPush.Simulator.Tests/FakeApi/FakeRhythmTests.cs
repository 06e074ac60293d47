namespace WeChatPush.Simulator.Tests.FakeApi;

public sealed class FakeRhythmTests : FakeApiFixture
{
    [Fact]
    public async Task Figures_AreOfTheFullestSecond_WhereverItBegins()
    {
        foreach (var pause in new[] { 0, 600, 300, 300, 300, 2000, 0 })
        {
            Clock.Advance(TimeSpan.FromMilliseconds(pause));
            (await SendTextAsync()).ShouldBe(0);
        }

        var figures = WeChat.Rhythm.Figures;
        figures.Sends.ShouldBe(7);
        figures.Seconds.ShouldBe(3.5, 0.001);
        figures.FullestSecond.ShouldBe(4);
        figures.FullestUntil.ShouldBe(1.5, 0.001);
        figures.MaxGap.ShouldBe(2, 0.001);
        figures.SilentUntil.ShouldBe(3.5, 0.001);
    }

    [Fact]
    public async Task Figures_AfterAReset_BeginAnew()
    {
        (await SendTextAsync()).ShouldBe(0);
        Clock.Advance(TimeSpan.FromHours(1));
        WeChat.Rhythm.Clear();
        (await SendTextAsync()).ShouldBe(0);

        WeChat.Rhythm.Figures.ShouldBe(new() { Sends = 1, FullestSecond = 1 });
    }

    [Fact]
    public async Task Figures_CountSendsOnly()
    {
        await GetAsync("/_simulator/calls");

        WeChat.Rhythm.Figures.Sends.ShouldBe(0);
        (await GetAsync("/_simulator/rhythm")).GetProperty("sends").GetInt64().ShouldBe(0);
    }
}
